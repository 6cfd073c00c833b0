import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { Invite } from '#shared/invite/invite.ts';
import type { Invited } from './invited.ts';
import { invitePrompt, joining } from './texts.ts';

/** Asks before joining, and states the consequences; a known board is only opened. */
export function InvitePrompt(props: {
  readonly invite: Invite;
  readonly invited: Invited;
  /** See `BoardShelf`. */
  readonly isGuest: boolean;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
}) {
  const { invite, invited, isGuest } = props;
  const { title, text, accept } = invitePrompt(invite, invited, { isGuest, openBoard: undefined });
  return (
    <Stack className="pb-surface pb-start-card pb-invited" gap="md" component="section" aria-live="polite">
      <Title order={2} fz="h3">
        {title}
      </Title>
      <Text>{text}</Text>
      <Group>
        <Button autoFocus loading={props.busy} onClick={props.onAccept}>
          {accept}
        </Button>
        <Button variant="default" onClick={props.onDecline}>
          {joining.decline}
        </Button>
      </Group>
    </Stack>
  );
}
