import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { BoardSession } from '#app/session/api.ts';
import type { TaskView } from '#app/session/view/view.ts';
import type { Column } from '#shared/board/task/model.ts';
import { isStrayKey } from '../ui/keys/stray-key.ts';
import { findTask, placeAtEnd, placeBeside, type TaskColumns } from './arrange.ts';
import type { TaskActions } from './card/card-props.ts';
import { bringIntoSight } from './columns/bring-into-sight.ts';
import type { ShownCards } from './focus.ts';
import { type KeyAction, keyAction, neighbour } from './many/keys.ts';

export interface KeysOptions {
  readonly session: BoardSession;
  readonly board: RefObject<HTMLElement | null>;
  readonly tasks: TaskColumns;
  readonly shown: ShownCards;
  readonly columns: readonly Column[];
  readonly me: string;
  readonly viewOnly: boolean;
  readonly actions: TaskActions;
  readonly follow: (id: string) => void;
  readonly search: () => void;
  readonly help: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly unselect: () => void;
}

/** The used part of a key event, React's or the document's. */
type Pressed = Pick<
  KeyboardEvent,
  'target' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'preventDefault'
>;

/**
 * The list's keys, also without a focused element. Dialogs and menus are outside of the board's element, and keep their keys.
 *
 * @returns the handler for keys within the board's element.
 */
export function useKeys(options: KeysOptions): (event: Pressed) => void {
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const { session, board: element } = options;
  const onKey = useCallback(
    (event: Pressed) => {
      const { target } = event;
      const board = element.current;
      if (board === null || !(target instanceof HTMLElement)) return;
      const onCard = target.classList.contains('pb-card-title');
      const action = keyAction(event, onCard);
      if (action === undefined) return;
      const isField = target.matches('input, textarea, select, [contenteditable="true"]');
      // After the last card has left, an empty entry field has the focus: it has no typing to undo.
      if (isField && !((action.does === 'undo' || action.does === 'redo') && isEmptyEntry(target))) return;
      const id = target.closest('[data-task-id]')?.getAttribute('data-task-id') ?? '';
      // The key is meant for the list as the keys before it have left it, which may not be shown yet.
      flushSync(() => session.refresh());
      const task = onCard ? findTask(latest.current.tasks, id) : undefined;
      if (perform(action, task, latest.current, board)) event.preventDefault();
    },
    [session, element],
  );
  useEffect(() => {
    const onStrayKey = (event: KeyboardEvent): void => {
      // The panel of a hidden tab has no size.
      const isShown = (element.current?.clientHeight ?? 0) > 0;
      if (isShown && !isWithin(element.current, event.target) && isStrayKey(event)) onKey(event);
    };
    document.addEventListener('keydown', onStrayKey);
    return () => document.removeEventListener('keydown', onStrayKey);
  }, [element, onKey]);
  return useCallback(
    // React's events also come from dialogs that a part of the list has opened.
    (event: Pressed) => {
      if (isWithin(element.current, event.target)) onKey(event);
    },
    [element, onKey],
  );
}

function isWithin(board: HTMLElement | null, target: EventTarget | null): boolean {
  return target instanceof Node && board?.contains(target) === true;
}

function isEmptyEntry(target: HTMLElement): boolean {
  return target instanceof HTMLTextAreaElement && target.value === '';
}

/** @returns whether the key had an effect. */
function perform(
  action: KeyAction,
  task: TaskView | undefined,
  options: KeysOptions,
  board: HTMLElement,
): boolean {
  const { actions, shown, tasks, me, viewOnly } = options;
  const inOrder = options.columns.map(({ id }) => id);
  // From left to right on the screen, as the arrow keys point.
  const columns = getComputedStyle(board).direction === 'rtl' ? inOrder.toReversed() : inOrder;
  switch (action.does) {
    case 'search':
    case 'help':
    case 'unselect':
      options[action.does]();
      return true;
    case 'undo':
    case 'redo':
      if (viewOnly) return false;
      if (task !== undefined) options.follow(task.id);
      options[action.does]();
      return true;
    case 'go': {
      const next = task === undefined ? undefined : neighbour(shown, columns, task.id, action.to);
      if (next !== undefined) focusCard(board, next);
      return true;
    }
    case 'edit':
      if (task !== undefined) actions.edit(task.id);
      return true;
  }
  if (task === undefined || viewOnly) return false;
  switch (action.does) {
    case 'move': {
      if (action.to === 'up' || action.to === 'down') {
        const edge = action.to === 'up' ? 'above' : 'below';
        actions.move(task, placeBeside(tasks, task, edge, shown[task.column]));
        return true;
      }
      const column = columns[columns.indexOf(task.column) + (action.to === 'left' ? -1 : 1)];
      if (column !== undefined) actions.move(task, placeAtEnd(tasks, task.id, column));
      return true;
    }
    case 'claim':
      if (task.claimedBy === me) actions.release(task.id);
      else if (task.claimedBy === undefined && task.number > 0 && !task.claiming) actions.claim(task.id);
      return true;
    case 'complete':
      if (task.completedBy === undefined) actions.complete(task.id);
      return true;
    case 'assign':
      actions.assignMe(task, task.assignees?.some((id) => id === me) !== true);
      return true;
    case 'template':
      actions.chooseTemplate(task);
      return true;
    case 'attach':
      actions.attach(task);
      return true;
    case 'select':
      actions.select(task.id);
      return true;
    case 'duplicate':
      actions.duplicate(task);
      return true;
    case 'archive':
      actions.archive(task);
      return true;
    case 'remove':
      actions.remove(task);
      return true;
    case 'add':
      board
        .querySelector<HTMLElement>(
          `.pb-column[data-column="${CSS.escape(task.column)}"] textarea:not([aria-hidden])`,
        )
        ?.focus();
      return true;
  }
}

function focusCard(board: HTMLElement, id: string): void {
  const title = board.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"] .pb-card-title`);
  title?.focus();
  const card = title?.closest('[data-task-id]');
  if (card) bringIntoSight(card);
}
