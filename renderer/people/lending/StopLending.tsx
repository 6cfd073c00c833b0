import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import type { LentVote, LentVotes } from '#app/witness/lent-votes.ts';
import { stopLending } from '#app/witness/stop-lending.ts';
import { board } from '../../boards/texts.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { common } from '../../ui/texts.ts';
import { stopDialog as texts } from './texts.ts';

/** Ends a lent vote after a confirmation; without an agreement of the members only after another one. */
export function StopLending(props: {
  readonly vote: LentVote;
  readonly votes: LentVotes;
  readonly shelf: BoardShelf;
  /** Of the board, if it is open in this window. */
  readonly session?: BoardSession;
  readonly onClose: () => void;
}) {
  const { vote, votes, shelf, session, onClose } = props;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isWaiting, setWaiting] = useState(false);
  const name = vote.boardName || board.untitled;

  const stop = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (isWaiting) await votes.stop(vote.boardId);
      else if ((await stopLending(vote, { lent: votes, shelf, session })) === 'waiting') {
        setWaiting(true);
        return;
      }
      notifications.show({ message: texts.done({ board: name }) });
      onClose();
    } catch (error) {
      setProblem(failureText(error, texts.failed));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog onClose={() => !isBusy && onClose()} title={texts.title({ board: name })}>
      <Stack gap="md">
        {Object.values(texts.text).map((paragraph) => (
          <Text key={paragraph} size="sm">
            {paragraph}
          </Text>
        ))}
        {isWaiting && (
          <Alert color="yellow" role="alert">
            {texts.waiting}
          </Alert>
        )}
        {problem !== undefined && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus disabled={isBusy} onClick={onClose}>
            {common.cancel}
          </Button>
          <Button color="red" loading={isBusy} onClick={() => void stop()}>
            {isWaiting ? texts.anyway : texts.confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
