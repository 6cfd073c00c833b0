import { VisuallyHidden } from '@mantine/core';
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { SessionView, TaskView } from '#app/session/view/view.ts';
import type { ColumnId, Shelf } from '#shared/board/task/model.ts';
import { personsOf } from '../people/devices/groups.ts';
import { ConfirmDialog } from '../ui/components/ConfirmDialog.tsx';
import { act } from '../ui/failures/act.ts';
import { findTask } from './arrange.ts';
import { type Filter, hiddenBy, isFiltering, matcher, noFilter, type Order } from './bar/search.ts';
import { TaskBar } from './bar/TaskBar.tsx';
import { redoWithNotice, undoWithNotice } from './bar/undo.ts';
import { useToday } from './card/use-today.ts';
import { TaskColumn } from './columns/TaskColumn.tsx';
import { useSwipeEdges } from './columns/use-swipe-edges.ts';
import { TaskDialog } from './dialog/TaskDialog.tsx';
import type { TaskAdder } from './entry/AddTask.tsx';
import type { NewTask } from './entry/entry.ts';
import { exportCards } from './exchange/export-cards.ts';
import { ImportDialog } from './exchange/ImportDialog.tsx';
import { exchange } from './exchange/texts.ts';
import { usePastedFiles } from './files/give-files.ts';
import { useFileDrops } from './files/use-file-drops.ts';
import { TaskListContext, type TaskListValue } from './list-context.ts';
import { KeysHelp } from './many/KeysHelp.tsx';
import { SelectionBar } from './many/SelectionBar.tsx';
import { noSelection, selected, stillShown } from './many/selection.ts';
import { ShelfDialog } from './shelf/ShelfDialog.tsx';
import { idsOf, useNames, useShown } from './shown.ts';
import { TemplatesDialog } from './templates/TemplatesDialog.tsx';
import { tasks as texts } from './texts.ts';
import { attachTo, useCardActions } from './use-card-actions.ts';
import { useDrops } from './use-drops.ts';
import { useFocusKeeper } from './use-focus-keeper.ts';
import { useKeys } from './use-keys.ts';
import './card/card.css';
import './dialog/dialog.css';
import './tasks.css';

interface TaskBoardProps
  extends Pick<
    SessionView,
    | 'boardId'
    | 'boardName'
    | 'tasks'
    | 'shelves'
    | 'columns'
    | 'labels'
    | 'templates'
    | 'people'
    | 'removed'
    | 'me'
  > {
  readonly session: BoardSession;
  /** A new object opens that card. */
  readonly openRequest: { readonly id: string } | undefined;
  /** The same object for good. */
  readonly whiteboard: TaskListValue['whiteboard'];
}

type Over = Shelf | 'keys' | 'import' | { readonly templatesFor: ColumnId | undefined };

/** The task list: columns of cards. Renders again only after a change in it. */
export const TaskBoard = memo(function TaskBoard(props: TaskBoardProps) {
  const { session, tasks, columns, labels, templates, me } = props;
  const people = useMemo(() => personsOf(props.people), [props.people]);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [order, setOrder] = useState<Order>('board');
  const [edited, setEdited] = useState<string>();
  const [removed, setRemoved] = useState<TaskView>();
  const [over, setOver] = useState<Over>();
  const [selection, setSelection] = useState(noSelection);
  const [announcement, announce] = useState('');
  const [hidden, setHidden] = useState<readonly NewTask[]>([]);
  const element = useRef<HTMLDivElement>(null);
  const columnsElement = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const today = useToday();
  const { nameOf, colourOf } = useNames(props);
  const viewOnly = me.role === 'viewer';
  const labelsById = useMemo(() => new Map(labels.map((label) => [label.id, label])), [labels]);

  // Typing has priority over the list of shown cards.
  const drawnFilter = useDeferredValue(filter);
  const context = useMemo(
    () => ({ me: me.person, nameOf, today, labelOf: (id: string) => labelsById.get(id)?.name }),
    [me.person, nameOf, today, labelsById],
  );
  const isShown = useMemo(() => matcher(drawnFilter, context), [drawnFilter, context]);
  const shown = useShown(tasks, columns, isShown, order);
  const shownIds = useMemo(() => idsOf(shown), [shown]);
  const focus = useFocusKeeper(element, shownIds);
  const changeFilter = (changed: Filter): void => {
    setFilter(changed);
    setHidden([]);
  };

  const latest = useRef({ shownIds, columns });
  const latestColumns = useRef(columns);
  useEffect(() => {
    latest.current = { shownIds, columns };
    latestColumns.current = columns;
    const all = new Set(Object.values(shownIds).flat());
    setSelection((before) => stillShown(before, all));
  }, [shownIds, columns]);
  const select = useCallback((id: string, range = false): void => {
    const { shownIds, columns } = latest.current;
    const all = columns.flatMap((column) => shownIds[column.id] ?? []);
    setSelection((before) => selected(before, all, id, range));
  }, []);
  const chooseTemplate = useCallback((column: ColumnId): void => setOver({ templatesFor: column }), []);
  const chooseTemplateFor = useCallback(
    (task: TaskView): void => chooseTemplate(task.column),
    [chooseTemplate],
  );
  const actions = useCardActions(session, me.person, focus, {
    edit: setEdited,
    remove: setRemoved,
    select,
    chooseTemplate: chooseTemplateFor,
    announce,
    columns: latestColumns,
  });
  const surroundings = useMemo(
    () => ({ me: me.person, viewOnly, nameOf, colourOf, labels: labelsById, today, actions }),
    [me.person, viewOnly, nameOf, colourOf, labelsById, today, actions],
  );
  const adder: TaskAdder = {
    board: props.boardId,
    add: (task, column, mark) => {
      const added = session.cards
        .together(() => session.createTask(task.title, column, task.notes), mark)
        .then((result) => result.status === 'applied');
      act(added);
      return added.catch(() => false);
    },
    added: (added) => setHidden(hiddenBy(matcher(filter, context), added)),
  };
  const { openRequest, whiteboard } = props;
  useEffect(() => {
    if (openRequest !== undefined) setEdited(openRequest.id);
  }, [openRequest]);
  const closeDialog = (): void => {
    const id = edited ?? removed?.id;
    if (id !== undefined) focus.goTo(id);
    setEdited(undefined);
    setRemoved(undefined);
  };
  const undo = (): void => undoWithNotice(session);
  const redo = (): void => redoWithNotice(session);
  useDrops(tasks, actions.move);
  useSwipeEdges(columnsElement);
  const attachAt = (given: readonly File[], at: Element): boolean => {
    const card = viewOnly ? undefined : cardAt(element.current, at);
    const task = findTask(tasks, card?.getAttribute('data-task-id') ?? '');
    if (task !== undefined) attachTo(session, task, given, announce);
    return task !== undefined;
  };
  usePastedFiles(attachAt);
  const fileDrops = useFileDrops((at) => (viewOnly ? undefined : cardAt(element.current, at)), attachAt);
  const onKeyDown = useKeys({
    session,
    board: element,
    tasks,
    shown: shownIds,
    columns,
    me: me.person,
    viewOnly,
    actions,
    follow: focus.follow,
    search: () => search.current?.focus(),
    help: () => setOver('keys'),
    undo,
    redo,
    unselect: () => setSelection(noSelection),
  });
  const list: TaskListValue = useMemo(
    () => ({
      session,
      tasks,
      columns,
      shown: shownIds,
      labels,
      templates,
      chooseTemplate,
      people,
      me: me.person,
      viewOnly,
      nameOf,
      colourOf,
      whiteboard,
    }),
    [
      session,
      tasks,
      columns,
      shownIds,
      labels,
      templates,
      chooseTemplate,
      people,
      me.person,
      viewOnly,
      nameOf,
      colourOf,
      whiteboard,
    ],
  );
  const everyCard = useMemo(
    () => [...Object.values(tasks).flat(), ...props.shelves.archive, ...props.shelves.trash],
    [tasks, props.shelves],
  );

  return (
    <TaskListContext value={list}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the cards within it. */}
      <div className="pb-tasks" ref={element} onKeyDown={onKeyDown} {...fileDrops}>
        <TaskBar
          search={search}
          filter={filter}
          order={order}
          viewOnly={viewOnly}
          hidden={hidden.map(({ title }) => title)}
          onFilter={changeFilter}
          onOrder={setOrder}
          onShowAll={() => {
            changeFilter(noFilter);
            search.current?.focus();
          }}
          actions={{
            undo,
            redo,
            showArchive: () => setOver('archive'),
            showTrash: () => setOver('trash'),
            showKeys: () => setOver('keys'),
            showTemplates: () => setOver({ templatesFor: columns[0]?.id }),
            importCards: () => setOver('import'),
            exportCards: (format) => act(exportCards(session, format, nameOf), exchange.notSaved),
          }}
        />
        <div className="pb-columns" ref={columnsElement}>
          {columns.map((column) => (
            <TaskColumn
              key={column.id}
              column={column}
              count={tasks[column.id]?.length ?? 0}
              shown={shown[column.id] ?? []}
              filtered={isFiltering(filter)}
              selected={selection.ids}
              surroundings={surroundings}
              add={adder}
            />
          ))}
        </div>
        <SelectionBar
          cards={Object.values(shown)
            .flat()
            .filter(({ id }) => selection.ids.has(id))}
          onClear={() => setSelection(noSelection)}
        />
        <VisuallyHidden role="status" aria-live="polite">
          {announcement}
        </VisuallyHidden>
        {(over === 'archive' || over === 'trash') && (
          <ShelfDialog
            shelf={over}
            cards={props.shelves[over]}
            onOpen={(id) => {
              setOver(undefined);
              setEdited(id);
            }}
            onClose={() => setOver(undefined)}
          />
        )}
        {typeof over === 'object' && (
          <TemplatesDialog
            column={over.templatesFor}
            onAdded={(id) => {
              setOver(undefined);
              setEdited(id);
            }}
            onClose={() => setOver(undefined)}
          />
        )}
        {over === 'import' && <ImportDialog cards={everyCard.length} onClose={() => setOver(undefined)} />}
        {over === 'keys' && <KeysHelp onClose={() => setOver(undefined)} />}
        {edited !== undefined && (
          <TaskDialog
            board={props.boardId}
            id={edited}
            task={everyCard.find(({ id }) => id === edited)}
            viewOnly={viewOnly}
            onClose={closeDialog}
            onLeave={() => setEdited(undefined)}
            onSave={(change) => session.editTask(edited, change)}
            onAddAgain={(title, notes) => session.createTask(title, columns[0]?.id ?? '', notes)}
          />
        )}
        <ConfirmDialog
          returnFocus={false}
          opened={removed !== undefined}
          title={texts.removeTitle({ title: removed?.title ?? '' })}
          text={[texts.removeText]}
          confirm={texts.removeConfirm}
          onCancel={closeDialog}
          onConfirm={() => {
            if (removed !== undefined) act(session.cards.shelve(removed.id, 'trash'));
            closeDialog();
          }}
        />
      </div>
    </TaskListContext>
  );
});

/** The card at an element; none in the dialogs, which are not within the board's element. */
function cardAt(board: Element | null, at: Element): Element | undefined {
  const card = at.closest('[data-task-id]');
  return card !== null && board?.contains(card) === true ? card : undefined;
}
