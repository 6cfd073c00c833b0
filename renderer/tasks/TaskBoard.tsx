import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Chip, Group, TextInput, VisuallyHidden } from '@mantine/core';
import { Search } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { SessionView, TaskView } from '#app/session/view.ts';
import { columnIds } from '#shared/board/commands.ts';
import { tasks as texts } from '../texts.ts';
import { act } from '../ui/act.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { type Filter, findTask, matches, noFilter, type Place, placeAt, placeAtEnd } from './arrange.ts';
import { readDraggedTask, readDropColumn, readDropTarget } from './drag.ts';
import type { TaskActions } from './TaskCard.tsx';
import { TaskColumn } from './TaskColumn.tsx';
import { TaskDialog } from './TaskDialog.tsx';
import { ColumnsContext } from './TaskMenu.tsx';
import './tasks.css';

interface TaskBoardProps extends Pick<SessionView, 'tasks' | 'people' | 'removed' | 'me'> {
  readonly session: BoardSession;
}

/** The task list: three columns of cards. Drawn again only if something in it changed. */
export const TaskBoard = memo(function TaskBoard(props: TaskBoardProps) {
  const { session, tasks, people, removed: removedPeople, me } = props;
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [edited, setEdited] = useState<string>();
  const [removed, setRemoved] = useState<TaskView>();
  const [announcement, setAnnouncement] = useState('');

  const nameOf = useMemo(() => {
    const everyone = [...people, ...removedPeople];
    const names = new Map<string, string>(everyone.map((person) => [person.id, person.name]));
    return (id: string) => names.get(id) ?? texts.nobody;
  }, [people, removedPeople]);
  const colourOf = useMemo(() => {
    const colours = new Map<string, number>(people.map((person) => [person.id, person.colour]));
    return (id: string) => colours.get(id) ?? 0;
  }, [people]);
  const viewOnly = me.access === 'view';

  const actions: TaskActions = useMemo(
    () => ({
      claim: (id) => act(session.claimTask(id)),
      release: (id) => act(session.releaseTask(id)),
      complete: (id) => act(session.completeTask(id)),
      edit: setEdited,
      remove: setRemoved,
      move: (task, place) => {
        if (place === undefined) return;
        act(session.moveTask(task.id, place.column, place.before));
        setAnnouncement(texts.draggedTo(task.title, place.column));
      },
    }),
    [session],
  );
  useDrops(tasks, actions.move);

  const who = { me: me.id, nameOf };
  return (
    <div className="pb-tasks">
      <Group className="pb-tasks-bar" gap="sm">
        <TextInput
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<Search size={16} />}
          value={filter.text}
          maxLength={200}
          onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
        <Chip
          checked={filter.mine}
          onChange={(mine) => setFilter({ ...filter, mine })}
          wrapperProps={{ title: texts.mineHint }}
        >
          {texts.mine}
        </Chip>
      </Group>
      <ColumnsContext value={tasks}>
        <div className="pb-columns">
          {columnIds.map((column) => (
            <TaskColumn
              key={column}
              column={column}
              count={tasks[column].length}
              shown={tasks[column].filter((task) => matches(task, filter, who))}
              filtered={filter.mine || filter.text.trim() !== ''}
              me={me.id}
              viewOnly={viewOnly}
              nameOf={nameOf}
              colourOf={colourOf}
              actions={actions}
              onAdd={(title) => act(session.createTask(title, column))}
            />
          ))}
        </div>
      </ColumnsContext>
      <VisuallyHidden role="status" aria-live="polite">
        {announcement}
      </VisuallyHidden>
      {edited !== undefined && (
        <TaskDialog
          task={findTask(tasks, edited)}
          viewOnly={viewOnly}
          onClose={() => setEdited(undefined)}
          onSave={(change) => act(session.editTask(edited, change))}
        />
      )}
      <ConfirmDialog
        opened={removed !== undefined}
        title={texts.removeTitle(removed?.title ?? '')}
        text={[texts.removeText]}
        confirm={texts.removeConfirm}
        onCancel={() => setRemoved(undefined)}
        onConfirm={() => {
          if (removed !== undefined) act(session.removeTask(removed.id));
          setRemoved(undefined);
        }}
      />
    </div>
  );
});

/** Moves a card to where it is dropped. */
function useDrops(
  tasks: SessionView['tasks'],
  move: (task: TaskView, place: Place | undefined) => void,
): void {
  const latest = useRef({ tasks, move });
  useEffect(() => {
    latest.current = { tasks, move };
  });
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => readDraggedTask(source.data) !== undefined,
        onDrop({ source, location }) {
          const { tasks } = latest.current;
          const id = readDraggedTask(source.data);
          const task = id === undefined ? undefined : findTask(tasks, id);
          if (task === undefined) return;
          for (const target of location.current.dropTargets) {
            const card = readDropTarget(target.data);
            if (card !== undefined) {
              latest.current.move(task, placeAt(tasks, task.id, card.task, card.edge));
              return;
            }
            const column = readDropColumn(target.data);
            if (column !== undefined) {
              latest.current.move(task, placeAtEnd(tasks, task.id, column));
              return;
            }
          }
        },
      }),
    [],
  );
}
