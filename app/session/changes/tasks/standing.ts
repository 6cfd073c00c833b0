/** Whether a change of the task list still stands: nobody changed the same since. Only then it may be taken back. */

import equal from 'fast-deep-equal';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { Task } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Change } from '../undo/history.ts';

/** @param me the author of the change. */
export function stands({ did, back }: Change<BoardCommandBody>, board: BoardView, me: ReplicaId): boolean {
  switch (did.type) {
    case 'column/add':
      return board.columns().some(({ id }) => id === did.id);
    case 'column/remove':
      return board.columns().every(({ id }) => id !== did.id);
    case 'column/edit':
      return board
        .columns()
        .some(
          (column) =>
            column.id === did.id &&
            (did.name === undefined || column.name === did.name) &&
            (did.colour === undefined || column.colour === did.colour) &&
            (did.position === undefined || column.position === did.position) &&
            (did.limit === undefined || (column.limit ?? null) === did.limit),
        );
    case 'label/add':
      return board.labels().some(({ id }) => id === did.id);
    case 'label/remove':
      return board.labels().every(({ id }) => id !== did.id);
    case 'template/add':
      return board.templates().some(({ id }) => id === did.id);
    case 'template/remove':
      return board.templates().every(({ id }) => id !== did.id);
    case 'template/edit':
      return board
        .templates()
        .some(
          (template) =>
            template.id === did.id &&
            (did.title === undefined || template.title === did.title) &&
            (did.notes === undefined || template.notes === did.notes) &&
            (did.labels === undefined || equal(template.labels ?? null, did.labels)) &&
            (did.checklist === undefined || equal(template.checklist ?? null, did.checklist)),
        );
    case 'label/edit':
      return board
        .labels()
        .some(
          ({ id, name, colour }) =>
            id === did.id && name === (did.name ?? name) && colour === (did.colour ?? colour),
        );
    default: {
      const task = 'id' in did ? board.task(did.id) : undefined;
      return task !== undefined && hasPlace(back, board) && standsOn(task, did, personsOn(board, me));
    }
  }
}

/** The column to which a card returns may be gone. */
function hasPlace(back: BoardCommandBody, board: BoardView): boolean {
  return back.type !== 'task/move' || board.columns().some(({ id }) => id === back.column);
}

interface Persons {
  /** Whether it is a device of the author's person. */
  readonly isMine: (id: ReplicaId | undefined) => boolean;
  readonly isSame: (a: ReplicaId, b: ReplicaId) => boolean;
}

function personsOn(board: BoardView, me: ReplicaId): Persons {
  const isSame = (a: ReplicaId, b: ReplicaId) => board.personOf(a) === board.personOf(b);
  return { isSame, isMine: (id) => id !== undefined && isSame(id, me) };
}

function standsOn(task: Task, did: BoardCommandBody, { isMine, isSame }: Persons): boolean {
  switch (did.type) {
    case 'task/create':
      return task.shelf === undefined;
    case 'task/edit':
      return (
        (did.title === undefined || task.title === did.title) &&
        (did.notes === undefined || task.notes === did.notes) &&
        (did.due === undefined || (task.due ?? null) === did.due)
      );
    case 'task/move':
      return task.column === did.column && task.position === did.position && task.shelf === undefined;
    case 'task/complete':
      return isMine(task.completedBy);
    case 'task/claim':
      return isMine(task.claimedBy);
    case 'task/release':
      return task.claimedBy === undefined && task.completedBy === undefined;
    case 'task/shelve':
      return (task.shelf ?? 'board') === did.to;
    case 'task/label':
      return (task.labels?.includes(did.label) === true) === did.on;
    case 'task/assign':
      return (task.assignees?.some((id) => isSame(id, did.person)) === true) === did.on;
    case 'task/item-add':
      return itemOf(task, did.item) !== undefined;
    case 'task/item-remove':
      return itemOf(task, did.item) === undefined;
    case 'task/item-edit': {
      const item = itemOf(task, did.item);
      return (
        item !== undefined &&
        (did.text === undefined || item.text === did.text) &&
        (did.done === undefined || (item.done === true) === did.done)
      );
    }
    case 'task/comment-add':
      return commentOf(task, did.comment) !== undefined;
    case 'task/comment-remove':
      return commentOf(task, did.comment) === undefined;
    case 'task/comment-edit':
      return commentOf(task, did.comment)?.text === did.text;
    case 'task/attach':
      return attachmentOf(task, did.attachment) !== undefined;
    case 'task/detach':
      return attachmentOf(task, did.attachment) === undefined;
    default:
      return false;
  }
}

function itemOf({ checklist = [] }: Task, item: string) {
  return checklist.find(({ id }) => id === item);
}

function commentOf({ comments = [] }: Task, comment: string) {
  return comments.find(({ id }) => id === comment);
}

function attachmentOf({ attachments = [] }: Task, attachment: string) {
  return attachments.find(({ id }) => id === attachment);
}
