import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Button, Chip, Group, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { Search } from 'lucide-react';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { SessionView, TaskView } from '#app/session/view/view.ts';
import { columnIds } from '#shared/board/commands.ts';
import { act } from '../ui/act.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { findTask, type Place, placeAt, placeAtEnd, type TaskColumns } from './arrange.ts';
import { TaskDialog } from './dialog/TaskDialog.tsx';
import { readDraggedTask, readDropColumn, readDropTarget } from './drag.ts';
import type { TaskAdder } from './entry/AddTask.tsx';
import type { NewTask } from './entry/entry.ts';
import { type Filter, hiddenBy, isFiltering, matcher, noFilter } from './search.ts';
import type { TaskActions } from './TaskCard.tsx';
import { TaskColumn } from './TaskColumn.tsx';
import { ColumnsContext } from './TaskMenu.tsx';
import { tasks as texts } from './texts.ts';
import { useFocusKeeper } from './use-focus-keeper.ts';
import './tasks.css';

interface TaskBoardProps extends Pick<SessionView, 'boardId' | 'tasks' | 'people' | 'removed' | 'me'> {
  readonly session: BoardSession;
}

/** The task list: three columns of cards. Drawn again only if something in it changed. */
export const TaskBoard = memo(function TaskBoard(props: TaskBoardProps) {
  const { session, tasks, people, removed: removedPeople, me } = props;
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [edited, setEdited] = useState<string>();
  const [removed, setRemoved] = useState<TaskView>();
  const [announcement, setAnnouncement] = useState('');
  const [hidden, setHidden] = useState<readonly NewTask[]>([]);
  const element = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);

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

  // Typing goes first; which cards are drawn follows.
  const drawnFilter = useDeferredValue(filter);
  const isShown = useMemo(() => matcher(drawnFilter, { me: me.id, nameOf }), [drawnFilter, me.id, nameOf]);
  const shown = useMemo(() => filtered(tasks, isShown), [tasks, isShown]);
  const focus = useFocusKeeper(
    element,
    useMemo(() => idsOf(shown), [shown]),
  );
  const changeFilter = (changed: Filter): void => {
    setFilter(changed);
    setHidden([]);
  };

  const actions: TaskActions = useMemo(
    () => ({
      claim: (id) => act(session.claimTask(id)),
      release: (id) => act(session.releaseTask(id)),
      complete: (id) => act(session.completeTask(id)),
      edit: setEdited,
      remove: setRemoved,
      focused: focus.onCard,
      blurred: focus.onBlur,
      move: (task, place) => {
        if (place === undefined) return;
        act(session.moveTask(task.id, place.column, place.before));
        setAnnouncement(texts.draggedTo(task.title, place.column));
      },
    }),
    [session, focus.onCard, focus.onBlur],
  );
  const adder: TaskAdder = {
    board: props.boardId,
    add: (task, column) => {
      const added = session
        .createTask(task.title, column, task.notes)
        .then((result) => result.status === 'applied');
      act(added);
      return added.catch(() => false);
    },
    added: (added) => setHidden(hiddenBy(matcher(filter, { me: me.id, nameOf }), added)),
  };
  const closeDialog = (): void => {
    const id = edited ?? removed?.id;
    if (id !== undefined) focus.goTo(id);
    setEdited(undefined);
    setRemoved(undefined);
  };
  useDrops(tasks, actions.move);

  return (
    <div className="pb-tasks" ref={element}>
      <Group className="pb-tasks-bar" gap="sm">
        <TextInput
          ref={search}
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<Search size={16} />}
          value={filter.text}
          maxLength={200}
          onChange={(event) => changeFilter({ ...filter, text: event.currentTarget.value })}
        />
        <Chip
          checked={filter.mine}
          onChange={(mine) => changeFilter({ ...filter, mine })}
          wrapperProps={{ title: texts.mineHint }}
        >
          {texts.mine}
        </Chip>
        <Group gap="xs" role="status">
          {hidden.length > 0 && (
            <>
              <Text size="sm" lineClamp={1} maw="32rem">
                {texts.hidden(hidden.map(({ title }) => title))}
              </Text>
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => {
                  changeFilter(noFilter);
                  search.current?.focus();
                }}
              >
                {texts.showAll}
              </Button>
            </>
          )}
        </Group>
      </Group>
      <ColumnsContext value={tasks}>
        <div className="pb-columns">
          {columnIds.map((column) => (
            <TaskColumn
              key={column}
              column={column}
              count={tasks[column].length}
              shown={shown[column]}
              filtered={isFiltering(filter)}
              me={me.id}
              viewOnly={viewOnly}
              nameOf={nameOf}
              colourOf={colourOf}
              actions={actions}
              add={adder}
            />
          ))}
        </div>
      </ColumnsContext>
      <VisuallyHidden role="status" aria-live="polite">
        {announcement}
      </VisuallyHidden>
      {edited !== undefined && (
        <TaskDialog
          board={props.boardId}
          id={edited}
          task={findTask(tasks, edited)}
          viewOnly={viewOnly}
          onClose={closeDialog}
          onSave={(change) => session.editTask(edited, change)}
          onAddAgain={(title, notes) => session.createTask(title, 'todo', notes)}
        />
      )}
      <ConfirmDialog
        returnFocus={false}
        opened={removed !== undefined}
        title={texts.removeTitle(removed?.title ?? '')}
        text={[texts.removeText]}
        confirm={texts.removeConfirm}
        onCancel={closeDialog}
        onConfirm={() => {
          if (removed !== undefined) act(session.removeTask(removed.id));
          closeDialog();
        }}
      />
    </div>
  );
});

function filtered(tasks: TaskColumns, isShown: (task: TaskView) => boolean): TaskColumns {
  const { todo, doing, done } = tasks;
  return { todo: todo.filter(isShown), doing: doing.filter(isShown), done: done.filter(isShown) };
}

function idsOf({ todo, doing, done }: TaskColumns) {
  const ids = (some: readonly TaskView[]) => some.map(({ id }) => id);
  return { todo: ids(todo), doing: ids(doing), done: ids(done) };
}

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
