import { Alert, Button, Stack, Text } from '@mantine/core';
import { DatabaseZap } from 'lucide-react';
import type { LostBoard } from '#app/session/api.ts';
import { allOf } from '../../ui/format.ts';
import { board } from '../texts.ts';
import { lostBoards as texts, unreadableBoards } from './texts.ts';

/** Names the boards that the list lacks: those that the browser engine dropped, and those that this version cannot read. */
export function LostBoards(props: {
  readonly boards: readonly LostBoard[];
  readonly onUnderstood: () => void;
}) {
  const there = props.boards.filter(({ isThere }) => isThere === true);
  const lost = props.boards.filter(({ isThere }) => isThere !== true);
  return (
    <>
      {there.length > 0 && (
        <Alert
          color="yellow"
          radius="md"
          icon={<DatabaseZap size={18} />}
          title={unreadableBoards.title({ count: there.length })}
          data-testid="unreadable-boards"
        >
          <Text size="sm">{unreadableBoards.text({ names: namesOf(there) })}</Text>
        </Alert>
      )}
      {lost.length > 0 && (
        <Alert
          color="red"
          radius="md"
          icon={<DatabaseZap size={18} />}
          title={texts.title({ count: lost.length })}
          data-testid="lost-boards"
        >
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{texts.text({ names: namesOf(lost) })}</Text>
            <Button size="xs" variant="default" onClick={props.onUnderstood}>
              {texts.dismiss}
            </Button>
          </Stack>
        </Alert>
      )}
    </>
  );
}

function namesOf(boards: readonly LostBoard[]): string {
  return allOf(boards.map(({ name }) => texts.name({ name: name || board.untitled })));
}
