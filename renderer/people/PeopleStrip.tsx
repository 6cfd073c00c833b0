import { Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Person } from '#app/session/view/view.ts';
import { board } from '../boards/texts.ts';
import { PersonAvatar } from './PersonAvatar.tsx';

/** Avatars in the header, at most; the others are counted. */
const maxAvatars = 5;
const maxAvatarsOnPhone = 2;

/** Who is here, at a glance; opens the details. */
export function PeopleStrip(props: { readonly people: readonly Person[]; readonly onOpen: () => void }) {
  const here = props.people.filter((person) => person.connected);
  const phone = useMediaQuery('(max-width: 36em)');
  const shown = here.slice(0, phone === true ? maxAvatarsOnPhone : maxAvatars);
  return (
    <UnstyledButton
      className="pb-people-strip"
      aria-label={board.people(here.length)}
      aria-haspopup="dialog"
      onClick={props.onOpen}
    >
      {shown.map((person) => (
        <PersonAvatar key={person.id} person={person} size={30} />
      ))}
      {here.length > shown.length && (
        <Text size="sm" c="dimmed">
          +{here.length - shown.length}
        </Text>
      )}
    </UnstyledButton>
  );
}
