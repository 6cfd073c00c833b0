import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Column } from '#shared/board/task/model.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { common } from '../../ui/texts.ts';
import { useTaskList } from '../list-context.ts';
import { columnName } from '../texts.ts';
import { columns as texts } from './texts.ts';

/** Asks for the new column of a column's cards, and removes it. */
export function RemoveColumnDialog({
  column,
  onClose,
}: {
  readonly column: Column;
  readonly onClose: () => void;
}) {
  const { session, columns } = useTaskList();
  const others = columns.filter(({ id }) => id !== column.id);
  const at = columns.findIndex(({ id }) => id === column.id);
  const [to, setTo] = useState((columns[at - 1] ?? others[0])?.id ?? '');
  return (
    <Dialog onClose={onClose} title={texts.removeTitle({ name: columnName(column) })}>
      <Stack gap="md">
        <Text size="sm">{texts.removeText}</Text>
        <NativeSelect
          label={texts.cardsGoTo}
          value={to}
          data={others.map((other) => ({ value: other.id, label: columnName(other) }))}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            color="red"
            onClick={() => {
              act(session.cards.removeColumn(column.id, to));
              onClose();
            }}
          >
            {texts.removeConfirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
