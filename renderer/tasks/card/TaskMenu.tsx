import { ActionIcon, Menu } from '@mantine/core';
import {
  Archive,
  ArrowDown,
  ArrowUp,
  Check,
  Columns3,
  Copy,
  Ellipsis,
  Hand,
  LayoutTemplate,
  Paperclip,
  Pencil,
  SquareCheck,
  StickyNote,
  Trash2,
  Undo2,
  UserPlus,
} from 'lucide-react';
import { placeAtEnd, placeAtTop, placeBeside } from '../arrange.ts';
import { useTaskList } from '../list-context.ts';
import { templates } from '../templates/texts.ts';
import { cardLabel, columnName, tasks as texts } from '../texts.ts';
import type { TaskCardProps } from './card-props.ts';
import { card as cardTexts } from './texts.ts';

type TaskMenuProps = Pick<TaskCardProps, 'task' | 'me' | 'selected' | 'actions'>;

/** All actions of a task, also for keyboard and touch. */
export function TaskMenu(props: TaskMenuProps) {
  const { task } = props;
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="md"
          aria-label={texts.menu({ card: cardLabel(task.number, task.title) })}
        >
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <TaskMenuItems {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Mounted only while the menu is open. */
function TaskMenuItems({ task, me, selected, actions }: TaskMenuProps) {
  const { tasks: columns, columns: all, shown, whiteboard } = useTaskList();
  const up = placeBeside(columns, task, 'above', shown[task.column]);
  const down = placeBeside(columns, task, 'below', shown[task.column]);
  const done = task.completedBy !== undefined;
  const assigned = task.assignees?.some((id) => id === me) === true;
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
        <Menu.Item
          leftSection={<Undo2 size={15} className="pb-points" />}
          onClick={() => actions.release(task.id)}
        >
          {texts.release}
        </Menu.Item>
      )}
      {!done && (
        <Menu.Item leftSection={<Check size={15} />} onClick={() => actions.complete(task.id)}>
          {texts.complete}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<UserPlus size={15} />} onClick={() => actions.assignMe(task, !assigned)}>
        {assigned ? cardTexts.unassignMe : cardTexts.assignMe}
      </Menu.Item>
      <Menu.Item leftSection={<SquareCheck size={15} />} onClick={() => actions.select(task.id)}>
        {selected ? cardTexts.unselect : cardTexts.select}
      </Menu.Item>
      <Menu.Item leftSection={<Copy size={15} />} onClick={() => actions.duplicate(task)}>
        {cardTexts.duplicate}
      </Menu.Item>
      <Menu.Item leftSection={<LayoutTemplate size={15} />} onClick={() => actions.saveAsTemplate(task)}>
        {templates.save}
      </Menu.Item>
      <Menu.Item leftSection={<Paperclip size={15} />} onClick={() => actions.attach(task)}>
        {cardTexts.attach}
      </Menu.Item>
      <Menu.Item leftSection={<StickyNote size={15} />} onClick={() => whiteboard.addNotes([task])}>
        {cardTexts.addNote}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{texts.moveTo}</Menu.Label>
      {all.map((column) =>
        column.id === task.column ? (
          <Menu.Item
            key={column.id}
            leftSection={<Columns3 size={15} />}
            disabled={placeAtTop(columns, task.id, column.id) === undefined}
            onClick={() => actions.move(task, placeAtTop(columns, task.id, column.id))}
          >
            {texts.moveToTop({ column: columnName(column) })}
          </Menu.Item>
        ) : (
          <Menu.Item
            key={column.id}
            leftSection={<Columns3 size={15} />}
            onClick={() => actions.move(task, placeAtEnd(columns, task.id, column.id))}
          >
            {columnName(column)}
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
      <Menu.Item leftSection={<Archive size={15} />} onClick={() => actions.archive(task)}>
        {cardTexts.archive}
      </Menu.Item>
      <Menu.Item color="red" leftSection={<Trash2 size={15} />} onClick={() => actions.remove(task)}>
        {texts.remove}
      </Menu.Item>
    </>
  );
}
