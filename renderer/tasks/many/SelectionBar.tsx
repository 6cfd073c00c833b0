import { Button, CloseButton, Group, Menu, Paper, Text } from '@mantine/core';
import type { TaskView } from '#app/session/view/view.ts';
import { act } from '../../ui/failures/act.ts';
import { useTaskList } from '../list-context.ts';
import { columnName } from '../texts.ts';
import { many as texts } from './texts.ts';

/** Actions on all selected cards. Each is one step of undo. */
export function SelectionBar({
  cards,
  onClear,
}: {
  readonly cards: readonly TaskView[];
  readonly onClear: () => void;
}) {
  const { session, columns, labels, people, whiteboard } = useTaskList();
  if (cards.length === 0) return null;
  const each = (change: (card: TaskView) => Promise<unknown>, done = false): void => {
    session.cards.together(() => {
      for (const card of cards) act(change(card));
    });
    if (done) onClear();
  };
  /** Added to all, or removed if all have it. */
  const toggle = (
    has: (card: TaskView) => boolean,
    set: (card: TaskView, on: boolean) => Promise<unknown>,
  ): void => {
    const on = !cards.every(has);
    session.cards.together(() => {
      for (const card of cards) if (has(card) !== on) act(set(card, on));
    });
  };
  return (
    <Paper className="pb-selection" shadow="md" p="xs" withBorder role="toolbar" aria-label={texts.bar}>
      <Group gap="xs" wrap="wrap" justify="center">
        <Text size="sm" fw={600} role="status">
          {texts.selected({ count: cards.length })}
        </Text>
        <Menu withinPortal returnFocus>
          <Menu.Target>
            <Button size="compact-sm" variant="default">
              {texts.moveTo}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {columns.map((column) => (
              <Menu.Item key={column.id} onClick={() => each(({ id }) => session.moveTask(id, column.id))}>
                {columnName(column)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Menu withinPortal returnFocus closeOnItemClick={false}>
          <Menu.Target>
            <Button size="compact-sm" variant="default">
              {texts.label}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {labels.length === 0 && <Menu.Label>{texts.noLabels}</Menu.Label>}
            {labels.map(({ id, name }) => (
              <Menu.Item
                key={id}
                onClick={() =>
                  toggle(
                    (card) => card.labels?.includes(id) === true,
                    (card, on) => session.cards.label(card.id, id, on),
                  )
                }
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Menu withinPortal returnFocus closeOnItemClick={false}>
          <Menu.Target>
            <Button size="compact-sm" variant="default">
              {texts.assign}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {people.map(({ id, name }) => (
              <Menu.Item
                key={id}
                onClick={() =>
                  toggle(
                    (card) => card.assignees?.includes(id) === true,
                    (card, on) => session.cards.assign(card.id, id, on),
                  )
                }
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="compact-sm" variant="default" onClick={() => whiteboard.addNotes(cards)}>
          {texts.addNotes}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => each(({ id }) => session.cards.shelve(id, 'archive'), true)}
        >
          {texts.archive}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          c="red"
          onClick={() => each(({ id }) => session.cards.shelve(id, 'trash'), true)}
        >
          {texts.trash}
        </Button>
        <CloseButton aria-label={texts.clear} onClick={onClear} />
      </Group>
    </Paper>
  );
}
