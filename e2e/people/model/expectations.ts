/** Compares a board with the model, as far as the given people can know it. */

import { Failure } from '../failure.ts';
import type { BoardTask, Card, JsonElement } from '../page/window-state.ts';
import { brief } from '../window.ts';
import { isImported } from './import-colour.ts';
import { connectors, gapsOf, inCell, looksLike } from './looks.ts';
import type { BoardModel, Element, ElementLook, Task, TaskLook } from './model.ts';
import type { Name } from './names.ts';
import { fits } from './plot-looks.ts';
import { countOf, elementsIn, type Plot } from './plots.ts';

export interface ShownBoard {
  readonly elements: readonly JsonElement[];
  readonly tasks: readonly BoardTask[];
  readonly cards: readonly Card[];
}

/**
 * @param together people with windows that agree.
 * @param isSettled whether all their changes are decided. Until then a claim need not succeed.
 * @throws Failure for the first difference.
 */
export function compare(
  board: BoardModel,
  shown: ShownBoard,
  together: readonly Name[],
  isSettled = true,
): void {
  const live = shown.elements.filter(({ isDeleted }) => !isDeleted);
  const explained = new Set<JsonElement>();
  for (const [label, element] of board.elements) {
    const isPushed = board.pushes.has(label);
    for (const found of compareElement(label, { ...element, isPushed }, live, together)) explained.add(found);
  }
  for (const { colour, count, tracked } of board.imports) {
    const found = live.filter(({ strokeColor }) => strokeColor === colour);
    for (const element of found) explained.add(element);
    const allowed = tracked.allowed(together).map(({ there }) => (there ? count : 0));
    if (allowed.includes(found.length)) continue;
    const kind = found.length > count ? 'duplicate' : 'missing';
    throw new Failure(
      kind,
      `${count} rectangles (${colour}) of a file that ${tracked.owner} dropped`,
      String(found.length),
    );
  }
  for (const found of compareConnections(board, live, together)) explained.add(found);
  for (const [label, plot] of board.plots) {
    for (const found of comparePlot(label, plot, live, together)) explained.add(found);
  }
  const unexplained = live.filter((element) => !explained.has(element));
  if (unexplained.length > 0) {
    const kind = unexplained.some((element) => isImported(element)) ? 'duplicate' : 'unexpected';
    throw new Failure(kind, 'nothing more on the whiteboard', unexplained.map(brief).join(', '));
  }
  compareTasks(board, shown, together, isSettled);
}

/** @param names of the items of the board's library. @throws Failure for the first difference. */
export function compareLibrary(board: BoardModel, names: readonly string[], together: readonly Name[]): void {
  for (const [name, { tracked }] of board.library) {
    const count = names.filter((one) => one === name).length;
    if (count > 1) throw new Failure('duplicate', `“${name}” once in the library`, names.join(', '));
    const allowed = tracked.allowed(together).map(({ there }) => there);
    if (!allowed.includes(count === 1))
      throw new Failure('missing', `“${name}” in the library`, names.join(', '));
  }
  const unexpected = names.filter((name) => !board.library.has(name));
  if (unexpected.length > 0)
    throw new Failure('unexpected', 'nothing more in the library', unexpected.join(', '));
}

/** @param nameOf maps a name in the model to the name in the app. @throws Failure unless the expected name is shown. */
export function compareTitle(
  { title }: BoardModel,
  shown: { readonly title: string | undefined },
  together: readonly Name[],
  nameOf: (title: string) => string,
): void {
  const allowed = title.allowed(together).map(nameOf);
  if (shown.title !== undefined && !allowed.includes(shown.title))
    throw new Failure('changed', `a board called “${allowed.join('” or “')}”`, `“${shown.title}”`);
}

function compareElement(
  label: string,
  element: Element & { readonly isPushed: boolean },
  live: readonly JsonElement[],
  together: readonly Name[],
): readonly JsonElement[] {
  const found = inCell(element.cell, live);
  const allowed = element.tracked.allowed(together);
  const [only] = found;
  const what = `${label} (${element.shape})`;
  if (found.length > 1) throw new Failure('duplicate', `${what} once`, found.map(brief).join(', '));
  if (only === undefined) {
    if (allowed.some(({ there }) => !there)) return found;
    throw new Failure(
      'missing',
      `${what}, which nobody deleted`,
      `nothing in its place; ${live.length} elements elsewhere`,
    );
  }
  if (!allowed.some(({ there }) => there)) {
    throw new Failure('reappeared', `no ${what} any more`, brief(only));
  }
  if (allowed.some((look) => look.there && looksLike(element, look, only))) return found;
  if (element.isPushed && isOnItsWay(element, allowed, only)) return found;
  const looks = allowed.map(
    ({ left, top, text, link }) =>
      `at ${left},${top}${text === undefined ? '' : ` “${text}”`}${link === undefined ? '' : ` to ${link}`}`,
  );
  throw new Failure('changed', `${what} ${looks.join(' or ')}`, brief(only));
}

/** A push takes seconds, and each of its steps settles. A person who goes offline during a push sees the element between both ends. */
function isOnItsWay(element: Element, allowed: readonly ElementLook[], found: JsonElement): boolean {
  const there = allowed.filter((look) => look.there);
  const isBetween = (place: number, places: readonly number[]) =>
    place >= Math.min(...places) && place <= Math.max(...places);
  const [left, top] = [Number(found.x), Number(found.y)];
  return (
    isBetween(
      left,
      there.map((look) => look.left),
    ) &&
    isBetween(
      top,
      there.map((look) => look.top),
    ) &&
    there.some((look) => looksLike(element, { ...look, left, top }, found))
  );
}

/** The largest distance from an arrow's end to the outline of its shape. Scene units. */
const maxGap = 14;

function compareConnections(
  board: BoardModel,
  live: readonly JsonElement[],
  together: readonly Name[],
): readonly JsonElement[] {
  const explained: JsonElement[] = [];
  for (const [label, { from, to, tracked }] of board.connections) {
    const [first, second] = [from, to].map((shape) => inCell(board.elements.get(shape)?.cell ?? -1, live)[0]);
    const found = connectors(first, second, live);
    const allowed = tracked.allowed(together);
    const [only] = found;
    const what = `${label} (from ${from} to ${to})`;
    if (found.length > 1) throw new Failure('duplicate', `${what} once`, found.map(brief).join(', '));
    if (only === undefined || first === undefined || second === undefined) {
      if (allowed.some(({ there }) => !there)) continue;
      throw new Failure(
        'missing',
        `${what}, which nobody deleted`,
        `no arrow that is bound to both; ${live.length} elements`,
      );
    }
    if (!allowed.some(({ there }) => there))
      throw new Failure('reappeared', `no ${what} any more`, brief(only));
    const gaps = gapsOf(only, first, second);
    if (gaps.some((gap) => !(gap <= maxGap)))
      throw new Failure(
        'changed',
        `${what} to end at both`,
        `${gaps.map(Math.round).join(' and ')} away from them`,
      );
    explained.push(only);
  }
  return explained;
}

function comparePlot(
  label: string,
  { number, tracked }: Plot,
  live: readonly JsonElement[],
  together: readonly Name[],
): readonly JsonElement[] {
  const found = elementsIn(number, live);
  const allowed = tracked.allowed(together);
  if (allowed.some((look) => fits(look, found))) return found;
  const counts = allowed.map(countOf);
  const isFewer = found.length < Math.min(...counts);
  const kind = isFewer ? 'missing' : found.length > Math.max(...counts) ? 'duplicate' : 'changed';
  throw new Failure(
    kind,
    `${label}: ${allowed.map((look) => JSON.stringify(look)).join(' or ')}`,
    found.map((one) => `${brief(one)}, frame ${one.frameId}, crop ${JSON.stringify(one.crop)}`).join('; '),
  );
}

function compareTasks(
  board: BoardModel,
  { tasks, cards }: ShownBoard,
  together: readonly Name[],
  isSettled: boolean,
): void {
  const explained = new Set<Card>();
  for (const [label, task] of board.tasks) {
    for (const card of compareTask(label, task, { tasks, cards }, together, isSettled)) explained.add(card);
  }
  const unexplained = cards.filter((card) => !explained.has(card)).map(({ title }) => `“${title}”`);
  if (unexplained.length > 0) throw new Failure('unexpected', 'no more tasks', unexplained.join(', '));
}

function compareTask(
  label: string,
  { tracked }: Task,
  { tasks, cards }: Pick<ShownBoard, 'tasks' | 'cards'>,
  together: readonly Name[],
  isSettled: boolean,
): readonly Card[] {
  const allowed = tracked.allowed(together);
  const titles = new Set(allowed.map(({ title }) => title));
  const found = cards.filter(({ title }) => titles.has(title));
  const [only] = found;
  if (found.length > 1)
    throw new Failure('duplicate', `${label} once`, found.map(({ title }) => title).join(', '));
  if (only === undefined) {
    if (allowed.some(({ there }) => !there)) return found;
    throw new Failure(
      'missing',
      `${label} (“${tracked.look.title}”), which nobody removed`,
      `${cards.length} other tasks`,
    );
  }
  if (!allowed.some(({ there }) => there))
    throw new Failure('reappeared', `no ${label} any more`, only.title);
  const agreed = tasks.find(({ title }) => title === only.title);
  const isAllowed = allowed.some(
    (look) =>
      look.there &&
      look.title === only.title &&
      isPlaceOf(look, only, tracked.before?.column, isSettled) &&
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

/** A claim also moves the card to another column; until it is decided, neither is shown. */
function isPlaceOf(
  look: TaskLook,
  { claimedBy, column }: Card,
  before: TaskLook['column'] | undefined,
  isSettled: boolean,
): boolean {
  const isGranted = look.claimedBy.some((name) => name === claimedBy) && look.column === column;
  return isGranted || (!isSettled && claimedBy === '' && (column === look.column || column === before));
}
