import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { Invite } from '#shared/invite/invite.ts';
import { guest } from '../../ui/texts.ts';
import { joining, joinQuestion } from './texts.ts';

/** Asks before joining, and states the consequences. */
export function InvitePrompt(props: {
  readonly invite: Invite;
  /** See `BoardShelf`. */
  readonly isGuest: boolean;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
}) {
  const { boardName } = props.invite;
  return (
    <Stack className="pb-surface pb-start-card pb-invited" gap="md" component="section" aria-live="polite">
      <Title order={2} fz="h3">
        {joinQuestion(boardName)}
      </Title>
      <Text>{props.isGuest ? guest.joinText : joining.text}</Text>
      <Group>
        <Button autoFocus loading={props.busy} onClick={props.onAccept}>
          {joining.accept}
        </Button>
        <Button variant="default" onClick={props.onDecline}>
          {joining.decline}
        </Button>
      </Group>
    </Stack>
  );
}
