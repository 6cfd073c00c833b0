/** Checks the windows after each burst, once everything has settled. */

import { Failure } from './failure.ts';
import { compare, compareLibrary, compareTitle } from './model/expectations.ts';
import type { BoardModel, Model } from './model/model.ts';
import type { Name } from './model/names.ts';
import { adoptOrder, compareOrder, forgetOrder } from './model/order.ts';
import type { WindowState } from './page/window-state.ts';
import { until } from './until.ts';
import { brief } from './window.ts';
import type { World } from './world.ts';

/** The time in which everything must settle if all members are present, milliseconds. Lost links are detected after 15 to 18 s. */
const settleMilliseconds = 45_000;

/** The time to wait if some members are absent, milliseconds: then changes need not settle. */
const patienceMilliseconds = 6000;

/** A difference that persists for this long after everything has settled is a failure, milliseconds. */
const doubtMilliseconds = 8000;

/** The time in which a window that cannot settle must show its person's changes, milliseconds. Long, for loaded machines. */
const aloneMilliseconds = 15_000;

/** The bounds of a window with a few dozen elements: heap bytes after garbage collection, and DOM nodes. */
const maxHeapBytes = 160 * 1024 * 1024;
const maxNodes = 25_000;

/** @param weigh whether to check the sizes of the pages. @throws Failure for the first mismatch. */
export async function check(world: World, model: Model, weigh: boolean): Promise<void> {
  checkConsoles(world);
  for (const board of model.boards.values()) {
    const there = [...model.people.values()]
      .filter((person) => person.isAt(board.name))
      .map(({ name }) => name);
    if (there.length === 0) {
      forgetOrder(board);
      continue;
    }
    await checkBoard(world, model, board, there);
  }
  checkConsoles(world);
  if (weigh) await checkSizes(world);
}

/** @throws Failure if a console shows an unexpected error. */
export function checkConsoles(world: World): void {
  for (const { instance } of world.windows()) {
    const [first] = instance.errors.unexpected();
    if (first !== undefined) throw new Failure('console', `no error in ${instance.name}’s console`, first);
  }
}

async function checkBoard(
  world: World,
  model: Model,
  board: BoardModel,
  there: readonly Name[],
): Promise<void> {
  const together = model.present(board.name);
  const isEverybody = together.length === board.members.length;
  const settled = together.length > 0 && (await settle(world, board, together, isEverybody));
  if (settled) {
    for (const thing of board.things) thing.settled(together, board.members);
    for (const name of together) board.holders.add(name);
  }
  const alone = settled ? there.filter((name) => !together.includes(name)) : there;
  for (const name of alone) await checkAlone(world, model, board, name);
  const [first] = together;
  if (settled && isEverybody && first !== undefined)
    adoptOrder(board, (await world.window(first).see()).cards);
  else forgetOrder(board);
}

/**
 * Waits until these people's windows have settled and match the model.
 *
 * @param must whether they have to settle. @returns whether they did.
 * @throws Failure if they had to settle and did not, or if they settled and do not match.
 */
async function settle(
  world: World,
  board: BoardModel,
  together: readonly Name[],
  must: boolean,
): Promise<boolean> {
  let problem: Failure | undefined;
  let before = '';
  let wrongSince: number | undefined;
  let isSettled = false;
  const isOver = await until(must ? settleMilliseconds : patienceMilliseconds, async () => {
    const windows = await Promise.all(
      together.map(async (name) => ({ name, seen: await world.window(name).see() })),
    );
    problem = unsettled(windows, together.length);
    isSettled = problem === undefined;
    problem ??= difference(windows) ?? mismatch(world, board, windows, together, { must, isSettled });
    const now = JSON.stringify(windows.map(({ seen }) => [seen.agreed?.elements, seen.cards]));
    const isQuiet = now === before;
    before = now;
    if (problem === undefined) return isQuiet;
    if (!isSettled || !isQuiet) wrongSince = undefined;
    else wrongSince ??= performance.now();
    return wrongSince !== undefined && performance.now() - wrongSince > doubtMilliseconds;
  });
  if (problem !== undefined && (must || isSettled)) throw problem;
  return isOver && problem === undefined;
}

interface Look {
  readonly name: Name;
  readonly seen: WindowState;
}

function unsettled(windows: readonly Look[], count: number): Failure | undefined {
  for (const { name, seen } of windows) {
    if (seen.health === 'settling' && seen.pending === 0 && seen.connected >= count) continue;
    const found = `${seen.health}, ${seen.pending} pending, ${seen.connected} connected`;
    return new Failure(
      'never settles',
      `${name} to have settled everything with ${count} people connected`,
      found,
    );
  }
  return undefined;
}

function difference(windows: readonly Look[]): Failure | undefined {
  const [first, ...others] = windows;
  if (first === undefined) return undefined;
  for (const other of others) {
    for (const part of ['elements', 'tasks', 'library', 'name'] as const) {
      const [mine, theirs] = [first.seen.agreed?.[part], other.seen.agreed?.[part]].map(
        (one) => JSON.stringify(one) ?? '',
      );
      if (mine === undefined || theirs === undefined || mine === theirs) continue;
      const at = firstDifference(mine, theirs);
      const around = (text: string) => text.slice(Math.max(0, at - 120), at + 80);
      return new Failure(
        'windows differ',
        `${other.name} to have ${first.name}’s ${part}: …${around(mine)}…`,
        `…${around(theirs)}…`,
      );
    }
  }
  return undefined;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function mismatch(
  world: World,
  board: BoardModel,
  windows: readonly Look[],
  together: readonly Name[],
  { must, isSettled }: { readonly must: boolean; readonly isSettled: boolean },
): Failure | undefined {
  try {
    for (const { name, seen } of windows) {
      if (seen.agreed === undefined) throw new Failure('stuck', `${name}’s board to be open`, 'none is');
      compare(board, { ...seen.agreed, cards: seen.cards }, together, isSettled);
      compareLibrary(board, seen.agreed.library, together);
      compareTitle(board, seen, together, (title) => world.boardName(title));
      if (must) compareOrder(board, seen.cards);
      shownAsAgreed(name, seen);
    }
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return undefined;
}

/** A window that cannot settle shows all changes that its person knows: none of a board that it joined while no other device was there. */
async function checkAlone(world: World, model: Model, board: BoardModel, name: Name): Promise<void> {
  let problem: Failure | undefined;
  await until(aloneMilliseconds, async () => {
    const seen = await world.window(name).see();
    if (!board.holders.has(name) && seen.health === 'joining' && isEmpty(seen)) {
      problem = undefined;
      return true;
    }
    problem =
      mismatch(world, board, [{ name, seen }], [name], { must: false, isSettled: false }) ??
      prematureClaim(model, board, name, seen);
    return problem === undefined;
  });
  if (problem !== undefined) throw problem;
}

function isEmpty({ agreed, cards }: WindowState): boolean {
  return agreed?.elements.length === 0 && agreed.tasks.length === 0 && cards.length === 0;
}

/** A claim that cannot have been decided is not shown as successful. */
function prematureClaim(model: Model, board: BoardModel, name: Name, seen: WindowState): Failure | undefined {
  const { isOnline, offlineSince } = model.person(name);
  if (isOnline || seen.health !== 'waiting') return undefined;
  for (const [label, { tracked }] of board.tasks) {
    const { by, burst } = tracked.touched;
    const isFresh = by === name && burst > offlineSince && tracked.before?.claimedBy.includes('') === true;
    if (!isFresh || !tracked.look.claimedBy.includes(name)) continue;
    const card = seen.cards.find(({ title }) => title === tracked.look.title);
    if (card?.claimedBy === name)
      return new Failure(
        'shown differently',
        `${label} not to be claimed by ${name} before the claim has settled`,
        'it is shown as claimed',
      );
  }
  return undefined;
}

/**
 * Properties that Excalidraw maintains. It replaces equal order keys, so the order itself is compared. The last committed
 * point of a line matters only while the line is drawn.
 */
const bookkeeping: ReadonlySet<string> = new Set([
  'version',
  'versionNonce',
  'updated',
  'index',
  'lastCommittedPoint',
]);

/** Excalidraw writes an absent list of bound elements as an empty one when it opens a drawing. */
function lookOf(element: { readonly [property: string]: unknown }, property: string): unknown {
  return property === 'boundElements' ? (element.boundElements ?? []) : element[property];
}

/** @throws Failure unless the window shows the board's content. */
function shownAsAgreed(name: Name, { agreed, scene, cards }: WindowState): void {
  if (agreed === undefined) return;
  const columnsOf = (tasks: readonly { readonly title: string; readonly column: string }[]) =>
    tasks.map(({ title, column }) => `${column}: ${title}`).join(', ');
  if (columnsOf(cards) !== columnsOf(agreed.tasks)) {
    throw new Failure(
      'shown differently',
      `${name} to see the tasks ${columnsOf(agreed.tasks)}`,
      columnsOf(cards),
    );
  }
  if (scene === undefined) return;
  const [held, shown] = [agreed.elements, scene].map((elements) =>
    elements.filter(({ isDeleted }) => !isDeleted),
  );
  if (held === undefined || shown === undefined) return;
  if (held.map(({ id }) => id).join() !== shown.map(({ id }) => id).join()) {
    throw new Failure(
      'shown differently',
      `${name} to see ${held.map(brief).join(', ')}`,
      shown.map(brief).join(', '),
    );
  }
  held.forEach((element, at) => {
    const other = shown[at];
    if (other === undefined) return;
    for (const property of new Set([...Object.keys(element), ...Object.keys(other)])) {
      if (bookkeeping.has(property)) continue;
      const [mine, theirs] = [element, other].map((one) => JSON.stringify(lookOf(one, property)));
      if (mine === theirs) continue;
      throw new Failure(
        'shown differently',
        `${name} to see ${brief(element)} with ${property} ${mine}`,
        `${theirs}`,
      );
    }
  });
}

async function checkSizes(world: World): Promise<void> {
  for (const window of world.windows()) {
    const { instance } = window;
    if (!instance.isRunning) continue;
    const { heap, nodes } = await world.weigh(window);
    const found = `${(heap / 1024 / 1024).toFixed(0)} MiB and ${nodes} nodes`;
    if (heap <= maxHeapBytes && nodes <= maxNodes) continue;
    throw new Failure('size', `${instance.name}’s page to stay small`, found);
  }
}
