import { Alert, Button, Stack, Text } from '@mantine/core';
import { DatabaseZap } from 'lucide-react';
import type { LostBoard } from '#app/session/api.ts';
import { allOf } from '../../ui/format.ts';
import { board } from '../texts.ts';
import { lostBoards as texts } from './texts.ts';

/** Names the boards whose databases the browser engine dropped, and how to get them back. */
export function LostBoards(props: {
  readonly boards: readonly LostBoard[];
  readonly onUnderstood: () => void;
}) {
  const names = props.boards.map(({ name }) => texts.name({ name: name || board.untitled }));
  return (
    <Alert
      color="red"
      radius="md"
      icon={<DatabaseZap size={18} />}
      title={texts.title({ count: props.boards.length })}
      data-testid="lost-boards"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.text({ names: allOf(names) })}</Text>
        <Button size="xs" variant="default" onClick={props.onUnderstood}>
          {texts.dismiss}
        </Button>
      </Stack>
    </Alert>
  );
}
