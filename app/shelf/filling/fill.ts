/**
 * Fills a new board. People, claims, the numbers and the activity of cards belong to the board that the content is from, and are not
 * copied; the names of authors become text.
 */

import type { NewCard, NewContent } from '#app/exchange/board-file/content.ts';
import { dayOfTime } from '#app/exchange/days.ts';
import { cut } from '#app/exchange/fit.ts';
import type { ExchangeComment } from '#app/exchange/model.ts';
import type { Cards } from '#app/session/changes/tasks/cards.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { cardOf, tiePatch } from '#shared/board/element/card-tie.ts';
import { maxCommentLength, maxNotesLength } from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { type ColumnId, firstColumns } from '#shared/board/task/model.ts';
import type { BoardSession } from '../../session/api.ts';
import type { Paced } from './paced.ts';

/** Elements that are submitted at once. */
const groupSize = 250;

/** Unsettled changes after which the next group of elements waits. */
const maxPending = 500;

/** The sentences that become part of the cards. */
export interface FillTexts {
  /** Precedes a comment; its author is not on the new board. */
  commentBy(comment: ExchangeComment): string;
  /** @param names not on the new board. */
  assigned(names: readonly string[]): string;
}

export interface FillProgress {
  readonly part: 'blobs' | 'cards' | 'elements';
  readonly done: number;
  readonly all: number;
}

export interface Filled {
  /** Changes that the board refused: parts that are not on it. */
  readonly refused: number;
  /** Images and files that could not be read; see `NewBlob.read`. */
  readonly damaged: number;
  /** Images and files for which the board or the disk has no room. */
  readonly full: number;
}

/** Resolves when all of it is on the board; some may not be settled then. @throws as `paced`. */
export async function fill(
  session: BoardSession,
  content: NewContent,
  texts: FillTexts,
  paced: Paced,
  progress: (progress: FillProgress) => void = () => undefined,
): Promise<Filled> {
  const { cards } = session;
  const stored = await storeBlobs(session, content, paced, progress);
  const columns = await addColumns(cards, content.columns, paced);
  const labels = new Map<string, string>();
  for (const { id, name, colour } of content.labels) {
    const added = cards.addLabel(name, colour);
    labels.set(id, added.id);
    await paced.add(added.result);
  }
  for (const { labels: ids, ...template } of content.templates) {
    await paced.add(cards.addTemplate({ ...template, ...labelled(ids, labels) }).result);
  }
  const [first] = columns.values();
  const ids = new Map<string, string>();
  for (const [done, card] of content.cards.entries()) {
    progress({ part: 'cards', done, all: content.cards.length });
    const column = columns.get(card.column) ?? first ?? '';
    const id = await addCard(cards, card, { column, labels, texts }, paced);
    if (!ids.has(card.id)) ids.set(card.id, id);
  }
  for (const item of content.library) await paced.add(session.addToLibrary(item));
  await paced.settled();
  const { elements } = content;
  for (let done = 0; done < elements.length; done += groupSize) {
    progress({ part: 'elements', done, all: elements.length });
    session.patchElements(elements.slice(done, done + groupSize).flatMap((element) => created(element, ids)));
    await paced.rest();
    await paced.pendingAtMost(maxPending);
  }
  const missing = elements.filter(({ id }) => session.element(id) === undefined).length;
  return { refused: paced.refused + missing, ...stored };
}

/** Their ids follow from their bytes, so elements and cards refer to them. */
async function storeBlobs(
  { blobs }: BoardSession,
  content: NewContent,
  paced: Paced,
  progress: (progress: FillProgress) => void,
) {
  let [damaged, full] = [0, 0];
  for (const [done, { read }] of content.blobs.entries()) {
    progress({ part: 'blobs', done, all: content.blobs.length });
    const bytes = await paced.unlessEnded(read());
    if (bytes === undefined) damaged += 1;
    else if (!(await paced.unlessEnded(blobs.add(bytes))).ok) full += 1;
  }
  return { damaged, full };
}

/** The element, tied to the new card in place of the old one. */
function created(element: BoardElement, cards: ReadonlyMap<string, string>): readonly ElementPatch[] {
  const { id, ...set } = element;
  const tied = tiePatch(element, cards.get(cardOf(element) ?? ''));
  return [{ id, create: true, set }, ...(tied === undefined ? [] : [tied])];
}

/** @returns the new ids by the old ones. */
async function addColumns(
  cards: Cards,
  columns: NewContent['columns'],
  paced: Paced,
): Promise<ReadonlyMap<ColumnId, ColumnId>> {
  const isFirst = (id: ColumnId): boolean => firstColumns.some((column) => column.id === id);
  const ids = new Map<ColumnId, ColumnId>();
  for (const { id, name, kind, colour, limit } of columns) {
    let copy = id;
    if (!isFirst(id)) {
      const added = cards.addColumn({ name: name ?? id, kind, colour });
      copy = added.id;
      await paced.add(added.result);
    }
    const change = {
      ...(name === undefined ? {} : { name }),
      colour,
      ...(limit === undefined ? {} : { limit }),
    };
    await paced.add(cards.editColumn(copy, change));
    ids.set(id, copy);
  }
  const [first] = ids.values();
  for (const { id } of firstColumns) {
    if (!ids.has(id) && first !== undefined) await paced.add(cards.removeColumn(id, first));
  }
  // Each in turn to the end: then they are in the order of the content.
  for (const id of ids.values()) await paced.add(cards.moveColumn(id));
  return ids;
}

/** @returns its id on the board. */
async function addCard(
  cards: Cards,
  card: NewCard,
  to: {
    readonly column: ColumnId;
    readonly labels: ReadonlyMap<string, string>;
    readonly texts: FillTexts;
  },
  paced: Paced,
): Promise<string> {
  const { texts } = to;
  const assigned = card.assigned.length === 0 ? [] : [texts.assigned(card.assigned)];
  const notes = [...(card.notes === '' ? [] : [card.notes]), ...assigned].join('\n\n');
  const { id, result } = cards.add(
    {
      title: card.title,
      notes: cut(notes, maxNotesLength),
      checklist: card.checklist.map(({ text, done }) => ({ text, ...(done === true ? { done } : {}) })),
      ...(card.due === undefined ? {} : { due: card.due }),
      ...labelled(card.labels, to.labels),
    },
    to.column,
  );
  await paced.add(result);
  for (const { by, at, text } of card.comments) {
    const day = dayOfTime(at);
    const author = texts.commentBy({ by, ...(day === undefined ? {} : { day }), text });
    await paced.add(cards.comment(id, cut(author === '' ? text : `${author}\n\n${text}`, maxCommentLength)));
  }
  for (const { blob, name, bytes } of card.attachments) {
    await paced.add(cards.attach(id, { blob, name, bytes }));
  }
  if (card.shelf !== undefined) await paced.add(cards.shelve(id, card.shelf));
  return id;
}

/** The new labels of a card or a template, in order of their ids. */
function labelled(ids: readonly string[] | undefined, labels: ReadonlyMap<string, string>) {
  const copies = [...new Set((ids ?? []).flatMap((id) => labels.get(id) ?? []))].sort();
  return copies.length === 0 ? {} : { labels: copies };
}
