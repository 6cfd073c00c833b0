/**
 * The reversal of a change of the task list. `standing.ts` decides whether it may still be submitted. Its texts name those of the
 * change as their base: what others write until it is settled is merged.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { PersonOf } from '#shared/board/member/persons.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { Task } from '#shared/board/task/model.ts';
import type { Change } from '../undo/history.ts';

/**
 * @param board as it is before the change.
 * @returns undefined for a command that cannot be reversed, or changes nothing.
 */
export function reversalOf(body: BoardCommandBody, board: BoardView): BoardCommandBody | undefined {
  switch (body.type) {
    case 'task/create':
      return { type: 'task/shelve', id: body.id, to: 'trash' };
    case 'column/add':
      return { type: 'column/remove', id: body.id, to: board.columns()[0]?.id ?? '' };
    case 'column/edit':
      return ofColumn(body, board);
    case 'label/add':
      return { type: 'label/remove', id: body.id };
    case 'template/add':
      return { type: 'template/remove', id: body.id };
    case 'template/remove': {
      const before = board.templates().find(({ id }) => id === body.id);
      return before === undefined ? undefined : { type: 'template/add', ...before };
    }
    case 'template/edit': {
      const before = board.templates().find(({ id }) => id === body.id);
      if (before === undefined) return undefined;
      return {
        type: 'template/edit',
        id: body.id,
        ...(body.title === undefined ? {} : { title: before.title, titleWas: body.title }),
        ...(body.notes === undefined ? {} : { notes: before.notes, notesWere: body.notes }),
        ...(body.labels === undefined ? {} : { labels: before.labels ?? null }),
        ...(body.checklist === undefined
          ? {}
          : { checklist: before.checklist ?? null, checklistWas: body.checklist }),
      };
    }
    case 'label/edit':
    case 'label/remove': {
      const before = board.labels().find(({ id }) => id === body.id);
      if (before === undefined) return undefined;
      // Cards still name a removed one, so it is on them again.
      if (body.type === 'label/remove') return { type: 'label/add', ...before };
      return { type: 'label/edit', ...before, ...(body.name === undefined ? {} : { nameWas: body.name }) };
    }
    default: {
      const task = 'id' in body ? board.task(body.id) : undefined;
      return task === undefined ? undefined : ofTask(body, task, (id) => board.personOf(id));
    }
  }
}

/** The way to redo a change that is taken back. */
export function redoOf({ did, back }: Change<BoardCommandBody>): Change<BoardCommandBody> {
  // A card is created once.
  if (did.type === 'task/create')
    return { did: back, back: { type: 'task/shelve', id: did.id, to: 'board' } };
  // A text merges with the one from which it began, as at first: the board shows that one again.
  return { did: back, back: did };
}

function ofTask(body: BoardCommandBody, task: Task, personOf: PersonOf): BoardCommandBody | undefined {
  const { id } = task;
  switch (body.type) {
    case 'task/edit': {
      const { title, notes, due } = body;
      return {
        type: 'task/edit',
        id,
        log: true,
        ...(title === undefined ? {} : { title: task.title, titleWas: title }),
        ...(notes === undefined ? {} : { notes: task.notes, notesWere: notes }),
        ...(due === undefined ? {} : { due: task.due ?? null }),
      };
    }
    case 'task/move':
      return {
        type: 'task/move',
        id,
        column: task.column,
        position: task.position,
        from: body.column,
        log: true,
      };
    case 'task/complete':
      return { type: 'task/move', id, column: task.column, position: task.position, log: true };
    case 'task/claim':
      return { type: 'task/release', id, log: true };
    case 'task/release':
      return { type: 'task/claim', id, log: true };
    case 'task/shelve':
      return { type: 'task/shelve', id, to: task.shelf ?? 'board' };
    case 'task/label': {
      const before = task.labels?.includes(body.label) === true;
      return before === body.on ? undefined : { ...body, on: before };
    }
    case 'task/assign': {
      const person = personOf(body.person);
      const before = task.assignees?.some((id) => personOf(id) === person) === true;
      return before === body.on ? undefined : { ...body, on: before };
    }
    case 'task/item-add':
      return { type: 'task/item-remove', id, item: body.item };
    case 'task/item-edit': {
      const { item, text, done } = body;
      const before = task.checklist?.find((one) => one.id === item);
      if (before === undefined || (text === undefined && done === undefined)) return undefined;
      return {
        type: 'task/item-edit',
        id,
        item,
        ...(text === undefined ? {} : { text: before.text, textWas: text }),
        ...(done === undefined ? {} : { done: before.done === true }),
      };
    }
    case 'task/comment-add':
      return { type: 'task/comment-remove', id, comment: body.comment };
    case 'task/comment-edit': {
      const { comment } = body;
      const before = task.comments?.find((one) => one.id === comment);
      if (before === undefined) return undefined;
      return { type: 'task/comment-edit', id, comment, text: before.text, textWas: body.text };
    }
    case 'task/attach':
      return { type: 'task/detach', id, attachment: body.attachment };
    case 'task/detach': {
      const { attachment } = body;
      const before = task.attachments?.find((one) => one.id === attachment);
      if (before === undefined) return undefined;
      const { blob, name, bytes } = before;
      return { type: 'task/attach', id, attachment, blob, name, bytes };
    }
    default:
      return undefined;
  }
}

function ofColumn(
  { id, name, colour, position, limit }: BoardCommandBody & { readonly type: 'column/edit' },
  board: BoardView,
): BoardCommandBody | undefined {
  const before = board.columns().find((column) => column.id === id);
  // The first name of a column is no text on the board, so a renamed one cannot get it back.
  if (before === undefined || (name !== undefined && before.name === undefined)) return undefined;
  return {
    type: 'column/edit',
    id,
    ...(name === undefined || before.name === undefined ? {} : { name: before.name, nameWas: name }),
    ...(colour === undefined ? {} : { colour: before.colour }),
    ...(position === undefined ? {} : { position: before.position }),
    ...(limit === undefined ? {} : { limit: before.limit ?? null }),
  };
}
