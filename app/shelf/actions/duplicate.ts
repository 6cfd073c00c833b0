/**
 * A new board with the content of another one: elements, images, columns, labels, templates, the library, and cards with their
 * comments and files. People, claims, assignments, the activity of cards and the trash belong to the old board, and are not copied.
 */

import { systemClock } from '#app/clock/clock.ts';
import type { NewBlob, NewCard, NewContent } from '#app/exchange/board-file/content.ts';
import type { Task } from '#shared/board/task/model.ts';
import type { BoardSession, BoardShelf, KnownBoard } from '../../session/api.ts';
import { type NewBoardOptions, newBoardWith } from '../filling/new-board.ts';
import { received } from './board-actions.ts';

export interface Duplicate {
  /** It is closed. */
  readonly board: KnownBoard;
  /** Images and files that are not on it, because this device does not have them. */
  readonly lacking: number;
}

/**
 * @param name of the new board.
 * @throws BoardOpenElsewhere, BoardNotReceived, or as `newBoardWith`. Then there is no new board.
 */
export async function duplicateBoard(
  shelf: Pick<BoardShelf, 'open' | 'create' | 'completed' | 'forget'>,
  id: string,
  name: string,
  options: Omit<NewBoardOptions, 'isWhole'>,
): Promise<Duplicate> {
  const source = await shelf.open(id);
  let content: NewContent;
  let lacking: number;
  try {
    await received(source, options.clock ?? systemClock);
    content = await contentOf(source);
    lacking = source.blobs.view().used.length - content.blobs.length;
  } finally {
    await source.close();
  }
  const { board } = await newBoardWith(shelf, name, content, { ...options, isWhole: true });
  return { board, lacking };
}

async function contentOf(session: BoardSession): Promise<NewContent> {
  const blobs: NewBlob[] = [];
  for (const id of session.blobs.view().used) {
    const bytes = await session.blobs.get(id);
    if (bytes !== undefined) blobs.push({ id, read: () => Promise.resolve(bytes) });
  }
  const { columns, labels, templates, library, tasks, shelves, people } = session.view();
  const names = new Map<string, string>(people.map((person) => [person.id, person.name]));
  return {
    elements: session.elements().filter(({ isDeleted }) => isDeleted !== true),
    columns,
    labels,
    templates: templates.map(({ id: _, ...template }) => template),
    library,
    cards: [...columns.flatMap((column) => tasks[column.id] ?? []), ...shelves.archive].map((task) =>
      cardOf(task, names),
    ),
    blobs,
  };
}

function cardOf(task: Task, names: ReadonlyMap<string, string>): NewCard {
  const {
    id,
    title,
    notes,
    column,
    due,
    shelf,
    labels = [],
    checklist = [],
    comments = [],
    attachments = [],
  } = task;
  return {
    id,
    title,
    notes,
    column,
    ...(due === undefined ? {} : { due }),
    labels,
    assigned: [],
    checklist,
    comments: comments.map(({ by, at, text }) => ({ by: names.get(by) ?? '', at, text })),
    attachments,
    ...(shelf === undefined ? {} : { shelf }),
  };
}
