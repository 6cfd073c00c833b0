import { ActionIcon, Menu } from '@mantine/core';
import { ArrowDown, ArrowUp, Check, Columns3, Ellipsis, Hand, Pencil, Trash2, Undo2 } from 'lucide-react';
import { createContext, useContext } from 'react';
import { columnIds } from '#shared/board/commands.ts';
import { placeAtEnd, placeAtTop, placeBeside, type TaskColumns } from './arrange.ts';
import type { TaskCardProps } from './TaskCard.tsx';
import { tasks as texts } from './texts.ts';

/** All columns, for menus that are open: a card that had them would be drawn again with each change of any other. */
export const ColumnsContext = createContext<TaskColumns>({ todo: [], doing: [], done: [] });

type TaskMenuProps = Pick<TaskCardProps, 'task' | 'me' | 'actions'>;

/** Everything that can be done with a task, for the keyboard and for fingers too. */
export function TaskMenu(props: TaskMenuProps) {
  const { task } = props;
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="md" aria-label={texts.menu(task.number, task.title)}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <TaskMenuItems {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** There only while the menu is open. */
function TaskMenuItems({ task, me, actions }: TaskMenuProps) {
  const columns = useContext(ColumnsContext);
  const up = placeBeside(columns, task, 'above');
  const down = placeBeside(columns, task, 'below');
  const done = task.column === 'done';
  return (
    <>
      <Menu.Item leftSection={<Pencil size={15} />} onClick={() => actions.edit(task.id)}>
        {texts.edit}
      </Menu.Item>
      {!done && task.claimedBy === undefined && (
        <Menu.Item
          leftSection={<Hand size={15} />}
          disabled={task.claiming || task.number === 0}
          onClick={() => actions.claim(task.id)}
        >
          {texts.claim}
        </Menu.Item>
      )}
      {task.claimedBy === me && !done && (
        <Menu.Item leftSection={<Undo2 size={15} />} onClick={() => actions.release(task.id)}>
          {texts.release}
        </Menu.Item>
      )}
      {!done && (
        <Menu.Item leftSection={<Check size={15} />} onClick={() => actions.complete(task.id)}>
          {texts.complete}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Label>{texts.moveTo}</Menu.Label>
      {columnIds.map((column) =>
        column === task.column ? (
          <Menu.Item
            key={column}
            leftSection={<Columns3 size={15} />}
            disabled={placeAtTop(columns, task.id, column) === undefined}
            onClick={() => actions.move(task, placeAtTop(columns, task.id, column))}
          >
            {texts.moveToTop(column)}
          </Menu.Item>
        ) : (
          <Menu.Item
            key={column}
            leftSection={<Columns3 size={15} />}
            onClick={() => actions.move(task, placeAtEnd(columns, task.id, column))}
          >
            {texts.columns[column]}
          </Menu.Item>
        ),
      )}
      <Menu.Item
        leftSection={<ArrowUp size={15} />}
        disabled={up === undefined}
        onClick={() => actions.move(task, up)}
      >
        {texts.moveUp}
      </Menu.Item>
      <Menu.Item
        leftSection={<ArrowDown size={15} />}
        disabled={down === undefined}
        onClick={() => actions.move(task, down)}
      >
        {texts.moveDown}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<Trash2 size={15} />} onClick={() => actions.remove(task)}>
        {texts.remove}
      </Menu.Item>
    </>
  );
}
