import { Button, Group, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { maxColumnLimit, maxNameLength } from '#shared/board/limits.ts';
import { type Colour, type Column, type ColumnKind, columnKinds } from '#shared/board/task/model.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { common } from '../../ui/texts.ts';
import { useTaskList } from '../list-context.ts';
import { columnName } from '../texts.ts';
import { ColourPicker } from './ColourPicker.tsx';
import { columns as texts } from './texts.ts';

/** Adds a column, or edits one: only the properties that the person has changed are sent. */
export function ColumnDialog({
  column,
  onClose,
}: {
  readonly column?: Column;
  readonly onClose: () => void;
}) {
  const { session } = useTaskList();
  // Others may change it while the dialog is open.
  const [before] = useState(column);
  const [name, setName] = useState(column === undefined ? '' : columnName(column));
  const [colour, setColour] = useState<Colour>(column?.colour ?? 'blue');
  const [kind, setKind] = useState<ColumnKind>('doing');
  const [limit, setLimit] = useState<number | undefined>(column?.limit);
  const [missing, setMissing] = useState(false);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBlank(name)) {
      setMissing(true);
      return;
    }
    if (before === undefined) {
      session.cards.together(() => {
        const { id, result } = session.cards.addColumn({ name, kind, colour });
        act(result);
        if (limit !== undefined) act(session.cards.editColumn(id, { limit }));
      });
    } else {
      const change = {
        ...(name.trim() === columnName(before) ? {} : { name, nameWas: columnName(before) }),
        ...(colour === before.colour ? {} : { colour }),
        ...(limit === before.limit ? {} : { limit: limit ?? null }),
      };
      if (Object.keys(change).length > 0) act(session.cards.editColumn(before.id, change));
    }
    onClose();
  };

  return (
    <Dialog
      onClose={onClose}
      title={column === undefined ? texts.addTitle : texts.editTitle({ name: columnName(column) })}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={texts.name}
            value={name}
            maxLength={maxNameLength}
            error={missing ? texts.nameMissing : undefined}
            data-autofocus
            onChange={(event) => {
              setName(event.currentTarget.value);
              setMissing(false);
            }}
          />
          {column === undefined && (
            <div>
              <Text size="sm" fw={500} id="pb-column-kind">
                {texts.kind}
              </Text>
              <SegmentedControl
                fullWidth
                aria-labelledby="pb-column-kind"
                value={kind}
                data={columnKinds.map((value) => ({ value, label: texts.kinds[value] }))}
                onChange={setKind}
              />
              <Text size="xs" c="dimmed" mt={4}>
                {texts.kindHint}
              </Text>
            </div>
          )}
          <ColourPicker label={texts.colour} value={colour} onChange={setColour} />
          <NumberInput
            label={texts.limit}
            description={texts.limitHint}
            value={limit ?? ''}
            min={1}
            max={maxColumnLimit}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            onChange={(value) => setLimit(typeof value === 'number' && value >= 1 ? value : undefined)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit">{column === undefined ? texts.add : common.save}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
