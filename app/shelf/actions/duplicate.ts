/**
 * A new board with the content of another one: elements, images, columns, labels, templates, and cards with their comments and files. People, claims,
 * assignments, the activity of cards and the trash belong to the old board, and are not copied.
 */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { dayOfTime } from '#app/exchange/days.ts';
import { cut } from '#app/exchange/fit.ts';
import type { ExchangeComment } from '#app/exchange/model.ts';
import type { Cards } from '#app/session/changes/tasks/cards.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { cardOf, tiePatch } from '#shared/board/element/card-tie.ts';
import { maxCommentLength } from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { type ColumnId, firstColumns, type Task } from '#shared/board/task/model.ts';
import type { BoardSession, BoardShelf, KnownBoard } from '../../session/api.ts';
import type { Result } from '../../session/result.ts';
import type { SessionView } from '../../session/view/view.ts';
import { isStopped, received, until } from './board-actions.ts';

/** The maximum number of commands in progress: the outbox has room for 10,000. */
const maxUnsettled = 1_000;

/** The time for the last changes to settle on this device, milliseconds; later ones wait in the outbox. */
const settleMilliseconds = 60_000;

/** The sentences that become part of a copy. */
export interface DuplicateTexts {
  /** Precedes a comment; its author is not on the new board. */
  commentBy(comment: ExchangeComment): string;
}

interface Content {
  readonly elements: readonly BoardElement[];
  /** Images of the whiteboard, and files of cards. */
  readonly blobs: readonly Uint8Array[];
  readonly view: SessionView;
}

/**
 * @param name of the new board.
 * @returns the new board, which is closed.
 * @throws BoardOpenElsewhere, BoardNotReceived, ShelfFull, or the errors of `BoardShelf.open`. Then there is no new board.
 */
export async function duplicateBoard(
  shelf: Pick<BoardShelf, 'open' | 'create' | 'forget'>,
  id: string,
  name: string,
  texts: DuplicateTexts,
  clock: Clock = systemClock,
): Promise<KnownBoard> {
  const source = await shelf.open(id);
  let content: Content;
  try {
    await received(source, clock);
    content = await contentOf(source);
  } finally {
    await source.close();
  }
  const copy = await shelf.create(name);
  try {
    const session = await shelf.open(copy.id);
    try {
      await fill(session, content, texts);
      await until(session, isSettledOrStopped, clock, settleMilliseconds);
      if (isStopped(session.view())) throw new Error('the copy could not be stored');
    } finally {
      await session.close();
    }
  } catch (error) {
    await shelf.forget(copy.id);
    throw error;
  }
  return copy;
}

function isSettledOrStopped(view: SessionView): boolean {
  return view.pendingChanges === 0 || isStopped(view);
}

async function contentOf(session: BoardSession): Promise<Content> {
  const elements = session.elements().filter(({ isDeleted }) => isDeleted !== true);
  const blobs: Uint8Array[] = [];
  for (const id of session.blobs.view().used) {
    const bytes = await session.blobs.get(id);
    if (bytes !== undefined) blobs.push(bytes);
  }
  return { elements, blobs, view: session.view() };
}

async function fill(session: BoardSession, { elements, blobs, view }: Content, texts: DuplicateTexts) {
  // Their ids follow from their bytes, so the elements and cards refer to them.
  for (const blob of blobs) {
    const added = await session.blobs.add(blob);
    if (!added.ok) throw new Error(`a blob was not copied: ${added.why}`);
  }
  const paced = new Paced(session);
  const columns = await copyColumns(session.cards, view, paced);
  const labels = new Map<string, string>();
  for (const { id, name, colour } of view.labels) {
    const added = session.cards.addLabel(name, colour);
    labels.set(id, added.id);
    await paced.wait(added.result);
  }
  for (const { labels: ids, id: _, ...template } of view.templates) {
    const copies = (ids ?? []).flatMap((id) => labels.get(id) ?? []).sort();
    const fields = { ...template, ...(copies.length === 0 ? {} : { labels: copies }) };
    await paced.wait(session.cards.addTemplate(fields).result);
  }
  const names = new Map<string, string>(view.people.map((person) => [person.id, person.name]));
  const tasks = [...view.columns.flatMap(({ id }) => view.tasks[id] ?? []), ...view.shelves.archive];
  const cards = new Map<string, string>();
  for (const task of tasks) {
    const column = columns.get(task.column) ?? view.columns[0]?.id ?? '';
    cards.set(task.id, await copyTask(session.cards, task, { column, labels, names, texts }, paced));
  }
  for (const item of view.library) await paced.wait(session.addToLibrary(item));
  session.patchElements(elements.flatMap((element) => copyOfElement(element, cards)));
  await paced.end();
}

/** The element, tied to the copy of its card. */
function copyOfElement(element: BoardElement, cards: ReadonlyMap<string, string>): readonly ElementPatch[] {
  const { id, ...set } = element;
  const tied = tiePatch(element, cards.get(cardOf(element) ?? ''));
  return [{ id, create: true, set }, ...(tied === undefined ? [] : [tied])];
}

/** @returns the new ids by the old ones. */
async function copyColumns(
  cards: Cards,
  { columns }: Pick<SessionView, 'columns'>,
  paced: Paced,
): Promise<ReadonlyMap<ColumnId, ColumnId>> {
  const isFirst = (id: ColumnId): boolean => firstColumns.some((column) => column.id === id);
  const ids = new Map<ColumnId, ColumnId>();
  for (const { id, name, kind, colour, limit } of columns) {
    let copy = id;
    if (!isFirst(id)) {
      const added = cards.addColumn({ name: name ?? id, kind, colour });
      copy = added.id;
      await paced.wait(added.result);
    }
    const change = {
      ...(name === undefined ? {} : { name }),
      colour,
      ...(limit === undefined ? {} : { limit }),
    };
    await paced.wait(cards.editColumn(copy, change));
    ids.set(id, copy);
  }
  const [first] = ids.values();
  for (const { id } of firstColumns) {
    if (!ids.has(id) && first !== undefined) await paced.wait(cards.removeColumn(id, first));
  }
  // Each in turn to the end: then they are in the order of the old board.
  for (const id of ids.values()) await paced.wait(cards.moveColumn(id));
  return ids;
}

/** @returns the id of the copy. */
async function copyTask(
  cards: Cards,
  task: Task,
  to: {
    readonly column: ColumnId;
    readonly labels: ReadonlyMap<string, string>;
    readonly names: ReadonlyMap<string, string>;
    readonly texts: DuplicateTexts;
  },
  paced: Paced,
): Promise<string> {
  const labels = (task.labels ?? []).flatMap((id) => to.labels.get(id) ?? []).sort();
  const { id, result } = cards.add(
    {
      title: task.title,
      notes: task.notes,
      checklist: (task.checklist ?? []).map(({ id: _, ...item }) => item),
      ...(task.due === undefined ? {} : { due: task.due }),
      ...(labels.length === 0 ? {} : { labels }),
    },
    to.column,
  );
  await paced.wait(result);
  for (const { by, at, text } of task.comments ?? []) {
    const day = dayOfTime(at);
    const author = to.texts.commentBy({
      by: to.names.get(by) ?? '',
      ...(day === undefined ? {} : { day }),
      text,
    });
    await paced.wait(cards.comment(id, cut(author === '' ? text : `${author}\n\n${text}`, maxCommentLength)));
  }
  for (const { blob, name, bytes } of task.attachments ?? []) {
    await paced.wait(cards.attach(id, { blob, name, bytes }));
  }
  if (task.shelf === 'archive') await paced.wait(cards.shelve(id, 'archive'));
  return id;
}

/** Bounds the number of commands in progress. */
class Paced {
  readonly #session: Pick<BoardSession, 'view' | 'subscribe'>;
  #results: Promise<Result>[] = [];

  constructor(session: Pick<BoardSession, 'view' | 'subscribe'>) {
    this.#session = session;
  }

  async wait(result: Promise<Result>): Promise<void> {
    this.#results.push(result);
    if (this.#results.length >= maxUnsettled) await this.end();
  }

  /** @throws Error if a command was refused, or the board has stopped: then its outcomes stay open. */
  async end(): Promise<void> {
    const results = await beforeStop(this.#session, Promise.all(this.#results));
    this.#results = [];
    const missing = results?.find(({ status }) => status !== 'applied');
    if (results !== undefined && missing === undefined) return;
    const why = missing !== undefined && 'reason' in missing ? missing.reason : 'the board has stopped';
    throw new Error(`not copied: ${why}`);
  }
}

/** @returns undefined if the board stops first. */
async function beforeStop<Value>(
  session: Pick<BoardSession, 'view' | 'subscribe'>,
  value: Promise<Value>,
): Promise<Value | undefined> {
  let end = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    const look = (): void => {
      if (isStopped(session.view())) resolve(undefined);
    };
    end = session.subscribe(look);
    look();
  });
  try {
    return await Promise.race([value, stopped]);
  } finally {
    end();
  }
}
