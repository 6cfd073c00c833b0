import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import type { LentVote } from '#app/witness/lent-votes.ts';
import { useLending } from '../../people/lending/lending-context.ts';
import { StopLending } from '../../people/lending/StopLending.tsx';
import { lentStateText, stopDialog, lentBoards as texts } from '../../people/lending/texts.ts';
import { board } from '../texts.ts';

/** The boards to which this computer lends its vote; nothing if there are none. */
export function LentBoards({ shelf }: { readonly shelf: BoardShelf }) {
  const lent = useLending();
  // The vote leaves the list while the dialog about it is still open.
  const [stopping, setStopping] = useState<LentVote>();
  if (lent === undefined || (lent.list.length === 0 && stopping === undefined)) return null;
  return (
    <Stack gap="sm" component="section" className="pb-recents" aria-label={texts.title}>
      <Title order={2} fz="h4">
        {texts.title}
      </Title>
      <Text size="sm" c="dimmed">
        {texts.text}
      </Text>
      <ul className="pb-surface pb-recent" aria-label={texts.title}>
        {lent.list.map((vote) => (
          <Group
            key={vote.boardId}
            component="li"
            className="pb-recent-board"
            justify="space-between"
            wrap="nowrap"
            p="sm"
            data-lent={vote.boardName}
            data-lent-state={vote.now.state}
          >
            <Stack gap={2} miw={0}>
              <Text fw={600} truncate dir="auto" className="pb-row-name">
                {vote.boardName || board.untitled}
              </Text>
              <Text size="xs" c={vote.now.state === 'stopped' ? 'red' : 'dimmed'}>
                {lentStateText(vote.now)}
              </Text>
            </Stack>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              disabled={vote.now.state === 'ending'}
              onClick={() => setStopping(vote)}
            >
              {stopDialog.open}
            </Button>
          </Group>
        ))}
      </ul>
      {stopping !== undefined && (
        <StopLending
          vote={stopping}
          votes={lent.votes}
          shelf={shelf}
          onClose={() => setStopping(undefined)}
        />
      )}
    </Stack>
  );
}
