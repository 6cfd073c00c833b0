import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import { useLending } from '../../people/lending/lending-context.ts';
import { StopLending } from '../../people/lending/StopLending.tsx';
import { lentStateText, stopDialog, lentBoards as texts } from '../../people/lending/texts.ts';
import { board } from '../texts.ts';

/** The boards to which this computer lends its vote; nothing if there are none. */
export function LentBoards({ shelf }: { readonly shelf: BoardShelf }) {
  const lent = useLending();
  const [stopping, setStopping] = useState<string>();
  if (lent === undefined || lent.list.length === 0) return null;
  const vote = lent.list.find(({ boardId }) => boardId === stopping);
  return (
    <Stack gap="sm" component="section" className="pb-recents" aria-label={texts.title}>
      <Title order={2} fz="h4">
        {texts.title}
      </Title>
      <Text size="sm" c="dimmed">
        {texts.text}
      </Text>
      <ul className="pb-surface pb-recent" aria-label={texts.title}>
        {lent.list.map(({ boardId, boardName, now }) => (
          <Group
            key={boardId}
            component="li"
            className="pb-recent-board"
            justify="space-between"
            wrap="nowrap"
            p="sm"
            data-lent={boardName}
            data-lent-state={now.state}
          >
            <Stack gap={2} miw={0}>
              <Text fw={600} truncate>
                {boardName || board.untitled}
              </Text>
              <Text size="xs" c={now.state === 'stopped' ? 'red' : 'dimmed'}>
                {lentStateText(now)}
              </Text>
            </Stack>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              disabled={now.state === 'ending'}
              onClick={() => setStopping(boardId)}
            >
              {stopDialog.open}
            </Button>
          </Group>
        ))}
      </ul>
      {vote !== undefined && (
        <StopLending vote={vote} votes={lent.votes} shelf={shelf} onClose={() => setStopping(undefined)} />
      )}
    </Stack>
  );
}
