/** Whether a board is as the model says, as the people in question can see it. */

import { Failure } from './failure.ts';
import { inCell, isImported, looksLike } from './looks.ts';
import { type BoardModel, type Column, columns, type Element, type Task } from './model.ts';
import type { Name } from './names.ts';
import type { AgreedTask, Card, JsonElement } from './page/seen.ts';
import { brief } from './window.ts';

export interface Shown {
  readonly elements: readonly JsonElement[];
  readonly tasks: readonly AgreedTask[];
  readonly cards: readonly Card[];
}

/** @param together people whose windows agree. @throws Failure for the first thing that is otherwise. */
export function compare(board: BoardModel, shown: Shown, together: readonly Name[]): void {
  const live = shown.elements.filter(({ isDeleted }) => !isDeleted);
  const explained = new Set<JsonElement>();
  for (const [label, element] of board.elements) {
    for (const found of compareElement(label, element, live, together)) explained.add(found);
  }
  for (const { colour, count, tracked } of board.imports) {
    const found = live.filter(({ strokeColor }) => strokeColor === colour);
    for (const element of found) explained.add(element);
    const allowed = tracked.allowed(together).map(({ there }) => (there ? count : 0));
    if (allowed.includes(found.length)) continue;
    const kind = found.length > count ? 'twice' : 'gone';
    throw new Failure(
      kind,
      `${count} rectangles (${colour}) out of a file that ${tracked.owner} dropped`,
      String(found.length),
    );
  }
  const unexplained = live.filter((element) => !explained.has(element));
  if (unexplained.length > 0) {
    const kind = unexplained.some((element) => isImported(element)) ? 'twice' : 'nobody made it';
    throw new Failure(kind, 'nothing more on the whiteboard', unexplained.map(brief).join(', '));
  }
  compareTasks(board, shown, together);
}

function compareElement(
  label: string,
  element: Element,
  live: readonly JsonElement[],
  together: readonly Name[],
): readonly JsonElement[] {
  const found = inCell(element.cell, live);
  const allowed = element.tracked.allowed(together);
  const [only] = found;
  const what = `${label} (${element.shape})`;
  if (found.length > 1) throw new Failure('twice', `${what} once`, found.map(brief).join(', '));
  if (only === undefined) {
    if (allowed.some(({ there }) => !there)) return found;
    throw new Failure(
      'gone',
      `${what}, which nobody deleted`,
      `nothing in its place; ${live.length} elements elsewhere`,
    );
  }
  if (!allowed.some(({ there }) => there)) {
    throw new Failure('came back', `no ${what} any more`, brief(only));
  }
  if (allowed.some((look) => look.there && looksLike(element, look, only))) return found;
  const looks = allowed.map(
    ({ left, top, text }) => `at ${left},${top}${text === undefined ? '' : ` “${text}”`}`,
  );
  throw new Failure('changed', `${what} ${looks.join(' or ')}`, brief(only));
}

function compareTasks(board: BoardModel, { tasks, cards }: Shown, together: readonly Name[]): void {
  const explained = new Set<Card>();
  for (const [label, task] of board.tasks) {
    for (const card of compareTask(label, task, tasks, cards, together)) explained.add(card);
  }
  const unexplained = cards.filter((card) => !explained.has(card)).map(({ title }) => `“${title}”`);
  if (unexplained.length > 0) throw new Failure('nobody made it', 'no more tasks', unexplained.join(', '));
}

function compareTask(
  label: string,
  { tracked }: Task,
  tasks: readonly AgreedTask[],
  cards: readonly Card[],
  together: readonly Name[],
): readonly Card[] {
  const allowed = tracked.allowed(together);
  const titles = new Set(allowed.map(({ title }) => title));
  const found = cards.filter(({ title }) => titles.has(title));
  const [only] = found;
  if (found.length > 1)
    throw new Failure('twice', `${label} once`, found.map(({ title }) => title).join(', '));
  if (only === undefined) {
    if (allowed.some(({ there }) => !there)) return found;
    throw new Failure(
      'gone',
      `${label} (“${tracked.look.title}”), which nobody removed`,
      `${cards.length} other tasks`,
    );
  }
  if (!allowed.some(({ there }) => there)) throw new Failure('came back', `no ${label} any more`, only.title);
  const agreed = tasks.find(({ title }) => title === only.title);
  const isAllowed = allowed.some(
    (look) =>
      look.there &&
      look.title === only.title &&
      look.column === only.column &&
      look.claimedBy.some((name) => name === only.claimedBy) &&
      look.notes === agreed?.notes,
  );
  if (isAllowed) return found;
  const looks = allowed.map(
    ({ title, column, claimedBy, notes }) =>
      `“${title}” in ${column}, claimed by ${claimedBy.map((name) => name || 'nobody').join(' or ')}, notes “${notes}”`,
  );
  const { title, column, claimedBy } = only;
  throw new Failure(
    'changed',
    `${label}: ${looks.join('; or ')}`,
    `“${title}” in ${column}, claimed by ${claimedBy || 'nobody'}, notes “${agreed?.notes}”`,
  );
}

/** Where only one order is right, the cards stand in it; and each has a number of its own. @throws Failure */
export function compareOrder(board: BoardModel, cards: readonly Card[]): void {
  for (const column of columns) {
    const labels = board.order.get(column);
    if (labels === undefined) continue;
    const expected = labels.map((label) => board.tasks.get(label)?.tracked.look.title);
    const found = titlesIn(column, cards);
    if (JSON.stringify(expected) === JSON.stringify(found)) continue;
    throw new Failure('order', `in ${column}: ${expected.join(', ')}`, found.join(', '));
  }
  const numbers = cards.map(({ number }) => number);
  const isNumbered = new Set(numbers).size === numbers.length && numbers.every((number) => number > 0);
  if (!isNumbered) throw new Failure('twice', 'a number of its own for each task', numbers.join(', '));
}

/** From now on the order that all see counts. */
export function adoptOrder(board: BoardModel, cards: readonly Card[]): void {
  const labels = new Map([...board.tasks].map(([label, { tracked }]) => [tracked.look.title, label]));
  for (const column of columns) {
    board.order.set(
      column,
      titlesIn(column, cards).flatMap((title) => labels.get(title) ?? []),
    );
  }
}

export function forgetOrder(board: BoardModel): void {
  for (const column of columns) board.order.set(column, undefined);
}

function titlesIn(column: Column, cards: readonly Card[]): readonly string[] {
  return cards.filter((card) => card.column === column).map(({ title }) => title);
}
