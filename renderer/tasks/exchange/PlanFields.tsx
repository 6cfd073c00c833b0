import { Checkbox, Fieldset, NativeSelect, Stack } from '@mantine/core';
import {
  type ColumnChoice,
  columnsOf,
  type ImportPlan,
  type NamedColumn,
} from '#app/exchange/import-plan.ts';
import type { ExchangeBoard } from '#app/exchange/model.ts';
import { exchange as texts } from './texts.ts';

/** The destination of the cards of each column. */
export function PlanFields(props: {
  readonly board: ExchangeBoard;
  readonly existing: readonly NamedColumn[];
  readonly plan: ImportPlan;
  /** The proposal, with the kind of each new column. */
  readonly proposed: ImportPlan;
  readonly onChange: (plan: ImportPlan) => void;
}) {
  const { board, existing, plan, proposed } = props;
  const archived = board.cards.filter((card) => card.archived).length;
  const counts = new Map<string, number>();
  for (const card of board.cards) {
    if (plan.withArchived || !card.archived) counts.set(card.column, (counts.get(card.column) ?? 0) + 1);
  }
  const change = (column: string, value: string): void => {
    const before = proposed.columns.get(column);
    const choice: ColumnChoice =
      value === 'left-out'
        ? { kind: 'left-out' }
        : value === 'new'
          ? { kind: 'new', columnKind: before?.kind === 'new' ? before.columnKind : 'todo' }
          : { kind: 'existing', id: value.slice(1) };
    props.onChange({ ...plan, columns: new Map([...plan.columns, [column, choice]]) });
  };
  return (
    <Fieldset legend={texts.planTitle}>
      <Stack gap="xs">
        {columnsOf(board)
          .filter((column) => (counts.get(column) ?? 0) > 0)
          .map((column) => (
            <NativeSelect
              key={column}
              label={texts.planFor({
                column: column === '' ? texts.noColumn : column,
                cards: counts.get(column) ?? 0,
              })}
              value={choiceValue(plan.columns.get(column))}
              data={[
                ...existing.map(({ id, name }) => ({ value: `=${id}`, label: name })),
                ...(column === '' ? [] : [{ value: 'new', label: texts.newColumn({ name: column }) }]),
                { value: 'left-out', label: texts.leaveOut },
              ]}
              onChange={({ currentTarget: { value } }) => change(column, value)}
            />
          ))}
        {archived > 0 && (
          <Checkbox
            mt="xs"
            label={texts.archived({ cards: archived })}
            checked={plan.withArchived}
            onChange={({ currentTarget: { checked } }) => props.onChange({ ...plan, withArchived: checked })}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

/** An id gets a mark, as a column may have any. */
function choiceValue(choice: ColumnChoice | undefined): string {
  return choice?.kind === 'existing' ? `=${choice.id}` : (choice?.kind ?? 'left-out');
}
