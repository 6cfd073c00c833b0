import { Alert, Button, Stack, Text } from '@mantine/core';
import { DatabaseZap } from 'lucide-react';
import type { LostBoard } from '#app/session/api.ts';
import { board } from '../texts.ts';
import { lostBoards as texts } from './texts.ts';

/** The browser engine dropped its databases; which boards those were, and how to get them back. */
export function LostBoards(props: {
  readonly boards: readonly LostBoard[];
  readonly onUnderstood: () => void;
}) {
  return (
    <Alert
      color="red"
      radius="md"
      icon={<DatabaseZap size={18} />}
      title={texts.title(props.boards.length)}
      data-testid="lost-boards"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.text(props.boards.map(({ name }) => name || board.untitled))}</Text>
        <Button size="xs" variant="default" onClick={props.onUnderstood}>
          {texts.dismiss}
        </Button>
      </Stack>
    </Alert>
  );
}
