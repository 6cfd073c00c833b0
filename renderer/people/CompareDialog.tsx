import { Code, Stack, Text } from '@mantine/core';
import { deviceTitle } from '#app/session/view/people/people.ts';
import type { Person } from '#app/session/view/view.ts';
import { fingerprint } from '#shared/invite/keys/fingerprint.ts';
import { Modal } from '../ui/components/Modal.tsx';
import { common } from '../ui/texts.ts';
import { comparing as texts } from './texts.ts';

/** The fingerprints of another device and of this one, in words, to compare side by side. */
export function CompareDialog(props: {
  /** The dialog is open for this person. */
  readonly person: Person | undefined;
  readonly me: Person;
  readonly onClose: () => void;
}) {
  const { person, me } = props;
  const isMine = person?.isMe === true;
  const name = person === undefined ? '' : deviceTitle(person);
  return (
    <Modal
      opened={person !== undefined}
      onClose={props.onClose}
      title={isMine ? texts.myTitle : texts.title({ name })}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {person !== undefined && (
        <Stack gap="md">
          <Text size="sm">{texts.text}</Text>
          {!isMine && <Words label={texts.theirs({ name })} id={person.id} />}
          <Words label={texts.mine} id={me.id} />
          <Text size="sm">{texts.same}</Text>
          {!isMine && <Text size="sm">{texts.differ}</Text>}
        </Stack>
      )}
    </Modal>
  );
}

function Words({ label, id }: { readonly label: string; readonly id: Person['id'] }) {
  const words = fingerprint(id) ?? id;
  return (
    <Stack gap={4} role="group" aria-label={label} data-fingerprint={words}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Code block fz="md" className="pb-fingerprint">
        {words.replaceAll('-', ' ')}
      </Code>
    </Stack>
  );
}
