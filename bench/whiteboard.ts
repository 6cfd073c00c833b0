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
import { parseArgs } from 'node:util';
import { dropFile } from '../e2e/page/files/dropped-file.ts';
import { MainThread } from '../e2e/page/main-thread.ts';
import { pageScript } from '../e2e/page/page-script.ts';
import type { PersonsBrowser } from '../e2e/processes/browsers/persons-browser.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import type { Instances } from '../e2e/processes/instances.ts';
import { boardName, withInstances } from './app/instances.ts';
import { parseCount } from './options/count.ts';
import { ratioOf, spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';
import { type Boards, type Row, view } from './whiteboard/boards.ts';
import { inCompany } from './whiteboard/company.ts';
import { drawing } from './whiteboard/excalidraw/drawing.ts';
import { withPlainExcalidraw } from './whiteboard/excalidraw/plain-excalidraw.ts';
import type * as ScenePage from './whiteboard/excalidraw/scene-page.ts';
import { timeGestures } from './whiteboard/parts/gesture-times.ts';
import { timeNudges } from './whiteboard/parts/nudge-times.ts';
import { timeOpenings } from './whiteboard/parts/opening-times.ts';
import { costOfRest } from './whiteboard/parts/rest-costs.ts';
import { costOfStrokes } from './whiteboard/parts/stroke-costs.ts';

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
    only: { type: 'string', default: 'empty,gestures,company,nudge,stroke,opening,rest' },
  },
});
const elements = parseCount('--elements', values.elements);
const people = parseCount('--people', values.people);
const rounds = parseCount('--rounds', values.rounds);
const parts = new Set(values.only.split(','));

const importMs = 180_000;

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
  const script = await pageScript(join(import.meta.dirname, 'whiteboard/excalidraw/scene-page.ts'), 'scene');
  for (const one of instances) {
    await one.showWhiteboard();
    await one.page.evaluate(script);
  }
  await plain.page.evaluate(script);
  const boards: Boards = {
    ours: { page: ada.page, browser: ada.browser, thread: await MainThread.of(ada.page) },
    alone: { page: plain.page, browser: plain, thread: await MainThread.of(plain.page) },
  };
  if (parts.has('empty')) {
    await openAlone(ada, plain, 0);
    print(await costOfRest(boards, rounds, 'empty, at rest'), 0, instances.length);
    await plain.page.evaluate(() => window.plain.close());
  }
  if (parts.size === 1 && parts.has('empty')) return;

  await dropFile(ada, 'large.excalidraw', drawing(elements));
  await ada.page.getByRole('button', { name: 'Add to this board' }).click({ timeout: importMs });
  for (const { page } of instances) {
    await page.waitForFunction((count) => window.scene.count() >= count, elements, { timeout: importMs });
  }
  await ada.expectSettled();
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await openAlone(ada, plain, elements);

  // Each part at once: the whole takes minutes.
  const report = (rows: readonly Row[]): void => print(rows, elements, instances.length);
  if (parts.has('gestures')) await timeGestures(boards, rounds, '', report);
  const others = instances.slice(1).map(({ page }) => page);
  if (parts.has('company') && others.length > 0) {
    const label = ` while ${others.length} draw`;
    await inCompany(others, () => timeGestures(boards, rounds, label, report));
  }
  if (parts.has('nudge')) report(await timeNudges(boards, rounds, elements));
  if (parts.has('stroke') && ben !== undefined) report(await costOfStrokes(boards, rounds, ben.page));
  if (parts.has('opening')) report(await timeOpenings(boards, rounds, elements, () => ada.backToBoards()));
  if (parts.has('rest')) {
    report(await costOfRest(boards, rounds, 'at rest'));
    await ada.showTasks();
    report(await costOfRest(boards, rounds, 'at rest under the tasks'));
  }
}

/** Opens Ada's elements in Excalidraw alone, with a canvas of the same size. @param count of them. */
async function openAlone(ada: Instance, plain: PersonsBrowser, count: number): Promise<void> {
  const box = await ada.whiteboard.boundingBox();
  if (box === null) throw new Error('the whiteboard is not visible');
  await plain.page.setViewportSize({ width: Math.round(box.width), height: Math.round(box.height) });
  const same = await ada.page.evaluate((place) => window.scene.drawing(place), view);
  await plain.page.evaluate((text) => window.plain.store(text), same);
  await plain.page.evaluate((expected) => window.scene.opening(window.plain.open, expected), count);
}

function print(rows: readonly Row[], count: number, present: number): void {
  const head = [
    `${count} elements, ${present} people`,
    'Paxboard',
    'Excalidraw alone',
    'ratio or difference',
  ];
  const table = rows.map(({ label, ours, alone, decimals, isDifference }) => [
    label,
    formatSpread(spreadOf(ours), decimals),
    formatSpread(spreadOf(alone), decimals),
    isDifference ? differenceOf(ours, alone).toFixed(decimals) : formatRatio(ratioOf(ours, alone).median),
  ]);
  const load = `load of the machine: ${(loadavg()[0] ?? Number.NaN).toFixed(1)}`;
  process.stdout.write(`${formatTable(head, table)}\n  ${load}\n\n`);
}

/** The median of the differences of the rounds. */
function differenceOf(ours: readonly number[], alone: readonly number[]): number {
  return spreadOf(ours.map((value, at) => value - (alone[at] ?? Number.NaN))).median;
}
