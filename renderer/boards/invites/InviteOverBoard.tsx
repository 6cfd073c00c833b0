import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { common, failures, guest } from '../../ui/texts.ts';
import { inviteProblems, joining, joinQuestion } from './texts.ts';

/** Asks about an invite that is received while a board is open. That board stays open until the person joins the other. */
export function InviteOverBoard(props: {
  readonly shelf: BoardShelf;
  readonly link: string;
  readonly onAnswered: () => void;
  readonly onOpen: (id: string) => void;
  /** The person has no name yet; the start screen asks for one, and then shows the invite. */
  readonly onNameNeeded: () => void;
}) {
  const { shelf, onAnswered } = props;
  const [read] = useState(() => parseInvite(props.link));
  const [busy, setBusy] = useState(false);
  const joinText = shelf.isGuest ? guest.joinText : joining.text;

  const join = async (invite: Invite): Promise<void> => {
    if ((await shelf.myName()) === '') {
      props.onNameNeeded();
      return;
    }
    const board = await shelf.join(invite);
    onAnswered();
    props.onOpen(board.id);
  };
  const accept = (invite: Invite): void => {
    setBusy(true);
    act(
      join(invite).finally(() => setBusy(false)),
      failures.shelf,
    );
  };

  return (
    <Dialog
      onClose={onAnswered}
      // A click outside must not discard the invite.
      closeOnClickOutside={false}
      title={read.ok ? joinQuestion(read.invite.boardName) : joining.problemTitle}
    >
      <Stack gap="md">
        <Text size="sm">{read.ok ? joinText : inviteProblems[read.problem]}</Text>
        {read.ok && <Text size="sm">{joining.overBoard}</Text>}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" data-autofocus onClick={onAnswered}>
            {read.ok ? joining.decline : common.close}
          </Button>
          {read.ok && (
            <Button loading={busy} onClick={() => accept(read.invite)}>
              {joining.accept}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
