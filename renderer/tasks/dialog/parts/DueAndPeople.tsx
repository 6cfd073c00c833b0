import { Chip, Group, Input, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import { isDay } from '#shared/board/task/day.ts';
import { act } from '../../../ui/failures/act.ts';
import { card as texts } from '../../card/texts.ts';
import { useTaskList } from '../../list-context.ts';

/** The due day. Each change is sent immediately. */
export function Due({ task }: { readonly task: TaskView }) {
  const { session, viewOnly } = useTaskList();
  return (
    <TextInput
      type="date"
      label={texts.dueLabel}
      value={task.due ?? ''}
      max="9999-12-31"
      readOnly={viewOnly}
      w="12rem"
      onChange={({ currentTarget: { value } }) => {
        if (viewOnly) return;
        if (value === '') act(session.editTask(task.id, { due: null }));
        // A year that is typed digit by digit is invalid at first.
        else if (isDay(value)) act(session.editTask(task.id, { due: value }));
      }}
    />
  );
}

/** The people to whom the card is assigned. Each change is sent immediately. */
export function Assignees({ task }: { readonly task: TaskView }) {
  const { session, people, nameOf, viewOnly } = useTaskList();
  const id = useId();
  const assignees: readonly string[] = task.assignees ?? [];
  // A removed person can still be unassigned.
  const gone = (task.assignees ?? []).filter((person) => people.every((one) => one.id !== person));
  const everyone = [
    ...people.map(({ id: person, name }) => ({ person, name })),
    ...gone.map((person) => ({ person, name: nameOf(person) })),
  ];
  return (
    <Input.Wrapper label={texts.assigneesLabel} labelElement="div" labelProps={{ id }}>
      <Group gap={6} mt={4} role="group" aria-labelledby={id}>
        {everyone.map(({ person, name }) => (
          <Chip
            key={person}
            size="xs"
            disabled={viewOnly}
            checked={assignees.includes(person)}
            onChange={(on) => act(session.cards.assign(task.id, person, on))}
          >
            {name}
          </Chip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
