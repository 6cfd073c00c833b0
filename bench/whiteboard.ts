/**
 * `npm run bench:whiteboard -- [--elements 5000] [--people 3] [--rounds 5] [--only opening,rest]`: a large
 * drawing on the whiteboard of three people, beside Excalidraw alone with the same elements, view and canvas. Four
 * Chromium processes on this machine; loopback only. Every figure of Paxboard is measured in turns with the same figure
 * of Excalidraw alone; the ratios are medians of the ratios of the turns.
 *
 * Frame times are wall clock and depend on the load of the machine. Times of the main thread are processor time.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { dropFile } from '../e2e/page/files/dropped-file.ts';
import { pageScript } from '../e2e/page/page-script.ts';
import type { PersonsBrowser } from '../e2e/processes/browsers/persons-browser.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import type { Instances } from '../e2e/processes/instances.ts';
import { boardName, withInstances } from './app/instances.ts';
import { drawing } from './excalidraw/drawing.ts';
import { type Gesture, gestures, wave } from './excalidraw/gestures.ts';
import { MainThread } from './excalidraw/main-thread.ts';
import { withPlainExcalidraw } from './excalidraw/plain-excalidraw.ts';
import type * as ScenePage from './excalidraw/scene-page.ts';
import { parseCount } from './options/count.ts';
import { processorSeconds } from './report/processor-time.ts';
import { quantileOf, ratioOf, spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

declare global {
  interface Window {
    scene: typeof ScenePage;
  }
}

const { values } = parseArgs({
  options: {
    elements: { type: 'string', default: '5000' },
    people: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'gestures,nudge,stroke,opening,rest' },
  },
});
const elements = parseCount('--elements', values.elements);
const people = parseCount('--people', values.people);
const rounds = parseCount('--rounds', values.rounds);
const parts = new Set(values.only.split(','));

/** Some hundred elements are visible. */
const view: ScenePage.View = { scrollX: -3000, scrollY: -1500, zoom: 0.5 };
const importMs = 180_000;
/** Between two measurements, so that what the one before caused is over, milliseconds. */
const restMs = 600;
const restSeconds = 6;
/** The points of the stroke that another person draws. */
const strokePoints = 200;

let turn = 0;

/** A page with a whiteboard: Paxboard's or Excalidraw's alone. */
interface Board {
  readonly page: Page;
  readonly browser: PersonsBrowser;
  readonly thread: MainThread;
}

/** Figures of both, of each round. */
type Rows = [label: string, paxboard: number[], plain: number[], decimals: number][];

await withInstances(async (instances) => {
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-bench-plain-'));
  try {
    await withPlainExcalidraw(folder, async (plain) => measure(await onOneBoard(instances), plain));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function onOneBoard(instances: Instances): Promise<readonly Instance[]> {
  if (people >= 3) return instances.three(boardName);
  if (people === 2) return instances.two(boardName);
  const ada = await instances.start('Ada');
  await ada.createBoard(boardName);
  return [ada];
}

async function measure(instances: readonly Instance[], plain: PersonsBrowser): Promise<void> {
  const [ada, ben] = instances;
  if (ada === undefined) throw new RangeError('nobody is there');
  const script = await pageScript(join(import.meta.dirname, 'excalidraw/scene-page.ts'), 'scene');
  for (const one of instances) {
    await one.showWhiteboard();
    await one.page.evaluate(script);
  }
  await plain.page.evaluate(script);
  await dropFile(ada, 'large.excalidraw', drawing(elements));
  await ada.page.getByRole('button', { name: 'Add to this board' }).click({ timeout: importMs });
  for (const { page } of instances) {
    await page.waitForFunction((count) => window.scene.count() >= count, elements, { timeout: importMs });
  }
  await ada.expectSettled();
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });

  const box = await ada.whiteboard.boundingBox();
  if (box === null) throw new Error('the whiteboard is not visible');
  await plain.page.setViewportSize({ width: Math.round(box.width), height: Math.round(box.height) });
  const same = await ada.page.evaluate((place) => window.scene.drawing(place), view);
  await plain.page.evaluate((text) => window.plain.store(text), same);
  await plain.page.evaluate((count) => window.scene.opening(window.plain.open, count), elements);

  const paxboard: Board = { page: ada.page, browser: ada.browser, thread: await MainThread.of(ada.page) };
  const alone: Board = { page: plain.page, browser: plain, thread: await MainThread.of(plain.page) };
  const head = [`${elements} elements, ${instances.length} people`, 'Paxboard', 'Excalidraw alone', 'ratio'];
  // Each part at once: the whole takes minutes.
  const print = (rows: Rows): void => {
    const table = rows.map(([label, ours, theirs, decimals]) => [
      label,
      formatSpread(spreadOf(ours), decimals),
      formatSpread(spreadOf(theirs), decimals),
      formatRatio(ratioOf(ours, theirs).median),
    ]);
    const load = `load of the machine: ${(loadavg()[0] ?? Number.NaN).toFixed(1)}`;
    process.stdout.write(`${formatTable(head, table)}\n  ${load}\n\n`);
  };
  for (const gesture of parts.has('gestures') ? gestures : [])
    print(await timeGesture(gesture, paxboard, alone));
  if (parts.has('nudge')) print([await timeNudges(paxboard, alone)]);
  if (parts.has('stroke') && ben !== undefined) print(await timeStrokes(paxboard, alone, ben.page));
  if (parts.has('opening')) print(await timeOpenings(paxboard, alone, () => ada.backToBoards()));
  if (parts.has('rest')) {
    print([await costOfRest('at rest, processor %', paxboard, alone)]);
    await ada.showTasks();
    print([await costOfRest('at rest under the tasks, processor %', paxboard, alone)]);
  }
}

/** Runs `of` for both, in the other order in each round. */
async function inTurns<T>(ours: Board, alone: Board, of: (board: Board) => Promise<T>): Promise<[T, T]> {
  turn += 1;
  if (turn % 2 === 0) return [await of(ours), await of(alone)];
  const theirs = await of(alone);
  return [await of(ours), theirs];
}

function centreOf({ page }: Board): Promise<readonly [number, number]> {
  return page.evaluate(() => {
    const { left, top, width, height } =
      document.querySelector('[data-testid="whiteboard"]')?.getBoundingClientRect() ?? new DOMRect();
    return [left + width / 2, top + height / 2] as const;
  });
}

async function lookAt({ page }: Board): Promise<void> {
  await page.evaluate((to) => window.scene.look(to), view);
  await delay(restMs);
}

async function timeGesture(gesture: Gesture, ours: Board, alone: Board): Promise<Rows> {
  const intervals: [number[], number[]] = [[], []];
  const slow: [number[], number[]] = [[], []];
  const busy: [number[], number[]] = [[], []];
  // The first round compiles the code.
  for (let round = 0; round <= rounds; round += 1) {
    const both = await inTurns(ours, alone, async (board) => {
      await lookAt(board);
      const { timed, after } = await gesture.run(board.page, await centreOf(board));
      await board.page.evaluate(() => window.scene.recordFrames());
      const before = await board.thread.busyMs();
      await timed();
      const spent = (await board.thread.busyMs()) - before;
      const frames = await board.page.evaluate(() => window.scene.recordedFrames());
      await after();
      return { middle: spreadOf(frames).median, slow: quantileOf(frames, 0.95), busy: spent / frames.length };
    });
    if (round === 0) continue;
    for (const [at, { middle, slow: p95, busy: spent }] of both.entries()) {
      intervals[at]?.push(middle);
      slow[at]?.push(p95);
      busy[at]?.push(spent);
    }
  }
  return [
    [`${gesture.name}: a frame, ms`, ...intervals, 1],
    [`${gesture.name}: a slow frame (95 %), ms`, ...slow, 1],
    [`${gesture.name}: main thread in a frame, ms`, ...busy, 1],
  ];
}

/** Selects all, and moves it by the arrow keys. */
async function timeNudges(ours: Board, alone: Board): Promise<Rows[number]> {
  const longest: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const both = await inTurns(ours, alone, async (board) => {
      await lookAt(board);
      await board.page.evaluate(() => window.scene.focus());
      await board.page.evaluate(() => window.scene.recordTasks());
      await board.page.keyboard.press('Control+a');
      await delay(restMs);
      const before = await board.page.evaluate(() => window.scene.sumOfX());
      await board.page.keyboard.press('ArrowRight');
      await delay(2 * restMs);
      // Without the focus nothing would move, and no task would be long.
      const moved = (await board.page.evaluate(() => window.scene.sumOfX())) - before;
      if (moved < elements) throw new Error(`the nudge moved ${moved} of ${elements} elements`);
      await board.page.keyboard.press('ArrowLeft');
      await delay(2 * restMs);
      const task = await board.page.evaluate(() => window.scene.longestTask());
      await board.page.keyboard.press('Escape');
      return task;
    });
    if (round > 0) for (const [at, task] of both.entries()) longest[at]?.push(task);
  }
  return ['select all and nudge: the longest task, ms', ...longest, 0];
}

/** Another person draws. Excalidraw alone shows the same stroke in as many updates of its scene. */
async function timeStrokes(ours: Board, alone: Board, drawer: Page): Promise<Rows> {
  const busy: [number[], number[]] = [[], []];
  const each: [number[], number[]] = [[], []];
  const path = wave(strokePoints);
  for (let round = 0; round <= rounds; round += 1) {
    for (const board of [ours, alone]) await lookAt(board);
    await drawer.evaluate((to) => window.scene.look({ ...to, scrollY: to.scrollY - 3000 }), view);
    const [x, y] = [400, 300 + round * 10];
    await drawer.keyboard.press('7');
    await drawer.mouse.move(x, y);
    await delay(restMs);
    await ours.page.evaluate(() => window.scene.countUpdates());
    const begun = performance.now();
    const before = await ours.thread.busyMs();
    await drawer.mouse.down();
    for (const [right, down] of path) await drawer.mouse.move(x + right, y + down);
    await drawer.mouse.up();
    await delay(restMs);
    const spent = (await ours.thread.busyMs()) - before;
    const passed = performance.now() - begun;
    const updates = await ours.page.evaluate(() => window.scene.countedUpdates());
    await drawer.keyboard.press('1');
    await drawer.keyboard.press('v');
    const rest = await atRest(ours, passed);
    const beforePlain = await alone.thread.busyMs();
    const begunPlain = performance.now();
    const far = path.map(([right, down]) => [-view.scrollX + right, -view.scrollY + 3000 + down] as const);
    await alone.page.evaluate(([points, count]) => window.plain.showStroke(points, count), [
      far,
      updates,
    ] as const);
    const spentPlain = (await alone.thread.busyMs()) - beforePlain;
    const restPlain = await atRest(alone, performance.now() - begunPlain);
    if (round === 0) continue;
    busy[0].push(spent - rest);
    busy[1].push(spentPlain - restPlain);
    each[0].push((spent - rest) / updates);
    each[1].push((spentPlain - restPlain) / updates);
  }
  return [
    [`another's stroke of ${strokePoints} points: main thread, ms`, ...busy, 1],
    ['the same, for each update of the scene, ms', ...each, 2],
  ];
}

async function atRest({ thread }: Board, milliseconds: number): Promise<number> {
  await delay(restMs);
  const before = await thread.busyMs();
  await delay(milliseconds);
  return (await thread.busyMs()) - before;
}

async function timeOpenings(ours: Board, alone: Board, leave: () => Promise<void>): Promise<Rows> {
  const times: [number[], number[]] = [[], []];
  const busy: [number[], number[]] = [[], []];
  // Paxboard opens a board at its last place.
  await lookAt(ours);
  for (let round = 0; round <= rounds; round += 1) {
    const both = await inTurns(ours, alone, async (board) => {
      if (board === ours) await leave();
      else await board.page.evaluate(() => window.plain.close());
      await delay(3 * restMs);
      const before = await board.thread.busyMs();
      const time = await timeOpening(board, ours);
      return { time, busy: (await board.thread.busyMs()) - before };
    });
    if (round === 0) continue;
    for (const [at, { time, busy: spent }] of both.entries()) {
      times[at]?.push(time);
      busy[at]?.push(spent);
    }
  }
  return [
    ['opening, ms', ...times, 0],
    ['opening: main thread, ms', ...busy, 0],
  ];
}

function timeOpening(board: Board, ours: Board): Promise<number> {
  if (board !== ours)
    return board.page.evaluate((count) => window.scene.opening(window.plain.open, count), elements);
  const label = `Open ${boardName}`;
  return board.page.evaluate(
    ([button, count]) => window.scene.opening(() => window.scene.click(button), count),
    [label, elements] as const,
  );
}

async function costOfRest(label: string, ours: Board, alone: Board): Promise<Rows[number]> {
  const shares: [number[], number[]] = [[], []];
  await delay(5 * restMs);
  for (let round = 0; round < rounds; round += 1) {
    const both = await inTurns(ours, alone, async ({ browser }) => {
      const before = processorSeconds(browser.processId);
      await delay(restSeconds * 1000);
      return (100 * (processorSeconds(browser.processId) - before)) / restSeconds;
    });
    for (const [at, share] of both.entries()) shares[at]?.push(share);
  }
  return [label, ...shares, 1];
}
