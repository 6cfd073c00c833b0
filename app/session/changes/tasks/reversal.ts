/** The reversal of a change of the task list: its commands, and whether it is still possible. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { Task } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

export interface Reversal {
  readonly back: BoardCommandBody;
  /** Whether the change still stands: nobody changed the same since. */
  readonly fits: (board: BoardView) => boolean;
}

/** @param board as it is before the change. @returns undefined for a command that cannot be reversed, or changes nothing. */
export function reversalOf(body: BoardCommandBody, board: BoardView, me: ReplicaId): Reversal | undefined {
  switch (body.type) {
    case 'task/create':
      return {
        back: { type: 'task/shelve', id: body.id, to: 'trash' },
        fits: (now) => on(now, body.id, ({ shelf }) => shelf === undefined),
      };
    case 'column/add':
      return {
        back: { type: 'column/remove', id: body.id, to: board.columns()[0]?.id ?? '' },
        fits: (now) => now.columns().some(({ id }) => id === body.id),
      };
    case 'column/edit':
      return ofColumn(body, board);
    case 'label/add':
      return {
        back: { type: 'label/remove', id: body.id },
        fits: (now) => now.labels().some(({ id }) => id === body.id),
      };
    case 'template/add':
      return {
        back: { type: 'template/remove', id: body.id },
        fits: (now) => now.templates().some(({ id }) => id === body.id),
      };
    case 'template/remove': {
      const before = board.templates().find(({ id }) => id === body.id);
      if (before === undefined) return undefined;
      return {
        back: { type: 'template/add', ...before },
        fits: (now) => now.templates().every(({ id }) => id !== body.id),
      };
    }
    case 'label/edit':
    case 'label/remove':
      return ofLabel(body, board);
    default: {
      const task = 'id' in body ? board.task(body.id) : undefined;
      return task === undefined ? undefined : ofTask(body, task, me);
    }
  }
}

function ofTask(body: BoardCommandBody, task: Task, me: ReplicaId): Reversal | undefined {
  const { id } = task;
  switch (body.type) {
    case 'task/edit': {
      const { title, notes, due } = body;
      const back = {
        ...(title === undefined ? {} : { title: task.title }),
        ...(notes === undefined ? {} : { notes: task.notes }),
        ...(due === undefined ? {} : { due: task.due ?? null }),
      };
      return {
        back: { type: 'task/edit', id, log: true, ...back },
        fits: (now) =>
          on(
            now,
            id,
            (card) =>
              (title === undefined || card.title === title) &&
              (notes === undefined || card.notes === notes) &&
              (due === undefined || (card.due ?? null) === due),
          ),
      };
    }
    case 'task/move': {
      const { column, position } = body;
      return {
        back: {
          type: 'task/move',
          id,
          column: task.column,
          position: task.position,
          from: column,
          log: true,
        },
        fits: (now) =>
          now.columns().some((one) => one.id === task.column) &&
          on(
            now,
            id,
            (card) => card.column === column && card.position === position && card.shelf === undefined,
          ),
      };
    }
    case 'task/complete':
      return {
        back: { type: 'task/move', id, column: task.column, position: task.position, log: true },
        fits: (now) => on(now, id, ({ completedBy }) => completedBy === me),
      };
    case 'task/claim':
      return {
        back: { type: 'task/release', id, log: true },
        fits: (now) => on(now, id, ({ claimedBy }) => claimedBy === me),
      };
    case 'task/release':
      return {
        back: { type: 'task/claim', id, log: true },
        fits: (now) =>
          on(now, id, ({ claimedBy, completedBy }) => claimedBy === undefined && completedBy === undefined),
      };
    case 'task/shelve':
      return {
        back: { type: 'task/shelve', id, to: task.shelf ?? 'board' },
        fits: (now) => on(now, id, ({ shelf }) => (shelf ?? 'board') === body.to),
      };
    case 'task/label': {
      const { label } = body;
      const before = task.labels?.includes(label) === true;
      if (before === body.on) return undefined;
      return {
        back: { type: 'task/label', id, label, on: before },
        fits: (now) => on(now, id, ({ labels }) => (labels?.includes(label) === true) === body.on),
      };
    }
    case 'task/assign': {
      const { person } = body;
      const before = task.assignees?.includes(person) === true;
      if (before === body.on) return undefined;
      return {
        back: { type: 'task/assign', id, person, on: before },
        fits: (now) => on(now, id, ({ assignees }) => (assignees?.includes(person) === true) === body.on),
      };
    }
    case 'task/item-add':
      return {
        back: { type: 'task/item-remove', id, item: body.item },
        fits: (now) => itemOf(now, id, body.item) !== undefined,
      };
    case 'task/item-edit': {
      const { item, text, done } = body;
      const before = task.checklist?.find((one) => one.id === item);
      if (before === undefined || (text === undefined && done === undefined)) return undefined;
      const back = {
        ...(text === undefined ? {} : { text: before.text }),
        ...(done === undefined ? {} : { done: before.done === true }),
      };
      return {
        back: { type: 'task/item-edit', id, item, ...back },
        fits: (now) => {
          const current = itemOf(now, id, item);
          return (
            current !== undefined &&
            (text === undefined || current.text === text) &&
            (done === undefined || (current.done === true) === done)
          );
        },
      };
    }
    case 'task/comment-add':
      return {
        back: { type: 'task/comment-remove', id, comment: body.comment },
        fits: (now) => on(now, id, ({ comments = [] }) => comments.some((one) => one.id === body.comment)),
      };
    case 'task/comment-edit': {
      const { comment, text } = body;
      const before = task.comments?.find((one) => one.id === comment);
      if (before === undefined) return undefined;
      return {
        back: { type: 'task/comment-edit', id, comment, text: before.text },
        fits: (now) =>
          on(now, id, ({ comments = [] }) => comments.some((one) => one.id === comment && one.text === text)),
      };
    }
    case 'task/attach':
      return {
        back: { type: 'task/detach', id, attachment: body.attachment },
        fits: (now) => attachmentOf(now, id, body.attachment) !== undefined,
      };
    case 'task/detach': {
      const { attachment } = body;
      const before = task.attachments?.find((one) => one.id === attachment);
      if (before === undefined) return undefined;
      const { blob, name, bytes } = before;
      return {
        back: { type: 'task/attach', id, attachment, blob, name, bytes },
        fits: (now) => now.task(id) !== undefined && attachmentOf(now, id, attachment) === undefined,
      };
    }
    default:
      return undefined;
  }
}

function ofColumn(
  { id, name, colour, position, limit }: BoardCommandBody & { readonly type: 'column/edit' },
  board: BoardView,
): Reversal | undefined {
  const before = board.columns().find((column) => column.id === id);
  // The first name of a column is no text on the board, so a renamed one cannot get it back.
  if (before === undefined || (name !== undefined && before.name === undefined)) return undefined;
  const back = {
    ...(name === undefined || before.name === undefined ? {} : { name: before.name }),
    ...(colour === undefined ? {} : { colour: before.colour }),
    ...(position === undefined ? {} : { position: before.position }),
    ...(limit === undefined ? {} : { limit: before.limit ?? null }),
  };
  return {
    back: { type: 'column/edit', id, ...back },
    fits: (now) => {
      const column = now.columns().find((one) => one.id === id);
      return (
        column !== undefined &&
        (name === undefined || column.name === name) &&
        (colour === undefined || column.colour === colour) &&
        (position === undefined || column.position === position) &&
        (limit === undefined || (column.limit ?? null) === limit)
      );
    },
  };
}

function ofLabel(
  body: BoardCommandBody & { readonly type: 'label/edit' | 'label/remove' },
  board: BoardView,
): Reversal | undefined {
  const before = board.labels().find(({ id }) => id === body.id);
  if (before === undefined) return undefined;
  if (body.type === 'label/remove') {
    // Cards still refer to it, so they show it again.
    return {
      back: { type: 'label/add', ...before },
      fits: (now) => now.labels().every(({ id }) => id !== body.id),
    };
  }
  const { name = before.name, colour = before.colour } = body;
  return {
    back: { type: 'label/edit', ...before },
    fits: (now) =>
      now.labels().some((label) => label.id === body.id && label.name === name && label.colour === colour),
  };
}

function on(board: BoardView, id: string, holds: (task: Task) => boolean): boolean {
  const task = board.task(id);
  return task !== undefined && holds(task);
}

function attachmentOf(board: BoardView, id: string, attachment: string) {
  return board.task(id)?.attachments?.find((one) => one.id === attachment);
}

function itemOf(board: BoardView, id: string, item: string) {
  return board.task(id)?.checklist?.find((one) => one.id === item);
}
