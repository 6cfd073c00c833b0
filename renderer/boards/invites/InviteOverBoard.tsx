import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { BoardShelf, KnownBoard } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { common, failures } from '../../ui/texts.ts';
import { type InvitePromptText, inviteProblems, invitePrompt, joining } from './texts.ts';
import { useInvited } from './use-invited.ts';

/** Asks about an invite that is received while a board is open. That board stays open until the person joins the other. */
export function InviteOverBoard(props: {
  readonly shelf: BoardShelf;
  readonly link: string;
  /** The id of the open board. */
  readonly openBoard: string;
  readonly onAnswered: () => void;
  /** Opens another board, or this one again with more access. */
  readonly onOpen: (id: string) => void;
  /** The person has no name yet; the start screen asks for one, and then shows the invite. */
  readonly onNameNeeded: () => void;
}) {
  const { shelf, onAnswered } = props;
  const [read] = useState(() => parseInvite(props.link));
  const [busy, setBusy] = useState(false);
  const [boards, setBoards] = useState<readonly KnownBoard[]>();
  useEffect(() => {
    act(shelf.list().then(setBoards), failures.shelf);
  }, [shelf]);

  const invited = useInvited(shelf, read.ok ? read.invite : undefined, boards);

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

  if (!read.ok) {
    return (
      <Question
        title={joining.problemTitle}
        text={inviteProblems[read.problem]}
        decline={common.close}
        onDecline={onAnswered}
      />
    );
  }
  if (invited === undefined) return null;
  const { invite } = read;
  const prompt = invitePrompt(invite, invited, { isGuest: shelf.isGuest, openBoard: props.openBoard });
  const isOther = invited.kind === 'new' || invited.board.id !== props.openBoard;
  return (
    <Question
      {...prompt}
      note={isOther ? joining.overBoard : undefined}
      decline={prompt.accept === undefined ? common.close : joining.decline}
      busy={busy}
      onDecline={onAnswered}
      onAccept={() => accept(invite)}
    />
  );
}

function Question(
  props: InvitePromptText & {
    readonly note?: string | undefined;
    readonly decline: string;
    readonly busy?: boolean;
    readonly onDecline: () => void;
    readonly onAccept?: () => void;
  },
) {
  return (
    <Dialog
      onClose={props.onDecline}
      // A click outside must not discard the invite.
      closeOnClickOutside={false}
      title={props.title}
    >
      <Stack gap="md">
        <Text size="sm">{props.text}</Text>
        {props.note !== undefined && <Text size="sm">{props.note}</Text>}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" data-autofocus onClick={props.onDecline}>
            {props.decline}
          </Button>
          {props.accept !== undefined && (
            <Button loading={props.busy === true} onClick={props.onAccept}>
              {props.accept}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
