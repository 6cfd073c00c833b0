import { Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ListChecks, Moon, Users } from 'lucide-react';
import type { LiveBoard } from '#app/session/live/live.ts';
import type { Whereabouts } from '#app/session/live/whereabouts.ts';
import type { Person } from '#app/session/view/view.ts';
import { board } from '../boards/texts.ts';
import { groupsOf, type PersonGroup } from './devices/groups.ts';
import { PersonAvatar } from './look/PersonAvatar.tsx';
import { follow } from './texts.ts';
import { type Place, usePlaces } from './use-places.ts';

/** The maximum number of others' avatars in the header; the rest is counted. */
const maxAvatars = 4;
const maxAvatarsOnPhone = 1;

export interface Follow {
  readonly id: string;
  readonly tab: Whereabouts['tab'];
}

/** The present people and their tabs. An avatar shows that person's place; the rest opens the details. */
export function PeopleStrip(props: {
  readonly people: readonly Person[];
  readonly live: LiveBoard;
  readonly onOpen: () => void;
  readonly onFollow: (follow: Follow) => void;
}) {
  const places = usePlaces(props.live);
  const here = groupsOf(props.people).filter(({ person }) => person.connected);
  const [mine, ...rest] = here;
  const me = mine?.person;
  const others = rest.map((group) => followedDevice(group, places));
  const phone = useMediaQuery('(max-width: 36em)');
  const shown = others.slice(0, phone === true ? maxAvatarsOnPhone : maxAvatars);
  return (
    <div className="pb-people-strip">
      {shown.map((person) => (
        <PersonHere
          key={person.person}
          person={person}
          place={places.get(person.id)}
          onFollow={(tab) => props.onFollow({ id: person.id, tab })}
        />
      ))}
      <UnstyledButton
        className="pb-people-button"
        aria-label={board.people({ count: here.length })}
        aria-haspopup="dialog"
        onClick={props.onOpen}
      >
        {me !== undefined && <PersonAvatar person={me} size={30} />}
        {others.length > shown.length && (
          <Text size="sm" c="dimmed">
            +{others.length - shown.length}
          </Text>
        )}
        <Users size={17} aria-hidden />
      </UnstyledButton>
    </div>
  );
}

/** The device on which the person is active; if there is none, the first connected one whose place is known. */
function followedDevice({ person, devices }: PersonGroup, places: ReadonlyMap<string, Place>): Person {
  const present = devices.filter(({ connected }) => connected);
  const active = present.find(({ id }) => places.get(id)?.activity === 'active');
  return active ?? present.find(({ id }) => places.has(id)) ?? present[0] ?? person;
}

function PersonHere(props: {
  readonly person: Person;
  readonly place: Place | undefined;
  readonly onFollow: (tab: Whereabouts['tab']) => void;
}) {
  const { person, place, onFollow } = props;
  // A device that has not said where it is (its page is loading) cannot be followed.
  if (place === undefined) return <PersonAvatar person={person} size={30} />;
  const text = follow[place.tab][place.activity]({ name: person.name });
  return (
    <UnstyledButton
      className="pb-person-here"
      aria-label={text}
      data-follow={person.name}
      data-tab={place.tab}
      data-activity={place.activity}
      onClick={() => onFollow(place.tab)}
    >
      <PersonAvatar person={person} size={30} hint={text} />
      {place.activity === 'active' && place.tab === 'tasks' && (
        <ListChecks className="pb-person-place" aria-hidden />
      )}
      {place.activity !== 'active' && <Moon className="pb-person-place" aria-hidden />}
    </UnstyledButton>
  );
}
