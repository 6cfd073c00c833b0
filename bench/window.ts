/**
 * `npm run bench:window`: the whiteboard in three browsers on this machine. From the release of the mouse until a shape is saved, and
 * until it is an element on the last other screen; and the cost of a board at rest. Loopback only; about a minute.
 *
 * All three share one machine's processors, and each browser draws without a graphics card: the times are those of this machine.
 */

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageScript } from '../e2e/page/page-script.ts';
import { Host } from '../e2e/processes/host.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import { Instances } from '../e2e/processes/instances.ts';
import type * as WindowPage from './pages/window-page.ts';
import { spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

const shapes = 25;
/** Between two shapes, so that each finds the board at rest, milliseconds. */
const pauseMs = 400;
const restSeconds = 5;

declare global {
  interface Window {
    watcher: typeof WindowPage;
  }
}

const host = new Host();
await host.start();
const instances = new Instances(host, await mkdtemp(join(tmpdir(), 'paxboard-bench-')));
try {
  const everyone = await instances.three('Harbour plan');
  const script = await pageScript(join(import.meta.dirname, 'pages/window-page.ts'), 'watcher');
  for (const one of everyone) {
    await one.showWhiteboard();
    await one.page.evaluate(script);
  }
  const [ada, ben, cleo] = everyone;
  // The first one loads and compiles what the others find.
  await ben.draw({ tool: 'rectangle', from: [300, 200], to: [340, 230] });
  await ada.page.waitForTimeout(3000);
  const rest: [string, string][] = [await costOfRest(ada, 'the whiteboard')];
  await ada.showTasks();
  await ada.page.waitForTimeout(1000);
  rest.push(await costOfRest(ada, 'the tasks, after the whiteboard'));
  await ada.showWhiteboard();
  process.stdout.write(`${formatTable(['a board at rest', 'frames asked for, main thread'], rest)}\n\n`);
  await drawShapes(ben, [ada, cleo]);
} finally {
  await instances.end();
}

async function costOfRest(one: Instance, what: string): Promise<[string, string]> {
  const devtools = await one.browser.context.newCDPSession(one.page);
  await devtools.send('Performance.enable');
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await taskSeconds();
  const frames = await one.page.evaluate((seconds) => window.watcher.framesAskedFor(seconds), restSeconds);
  const share = ((await taskSeconds()) - before) / restSeconds;
  await devtools.detach();
  return [what, `${frames.toFixed(0)} a second, ${(100 * share).toFixed(1)} %`];
}

async function drawShapes(author: Instance, others: readonly Instance[]): Promise<void> {
  for (const { page } of [author, ...others]) await page.evaluate(() => window.watcher.watch());
  for (let at = 0; at < shapes; at += 1) {
    const [x, y] = [300 + (at % 5) * 120, 260 + Math.floor(at / 5) * 80];
    await author.draw({ tool: 'rectangle', from: [x, y], to: [x + 60, y + 40] });
    await author.page.waitForTimeout(pauseMs);
  }
  const momentsOf = (one: Instance) => one.page.evaluate(() => window.watcher.moments());
  // The tool is chosen by a click, which is a release as well: the last before each shape counts.
  const { saved, released } = await momentsOf(author);
  const elsewhere = await Promise.all(others.map(momentsOf));
  const shared: number[] = [];
  const savedAfter: number[] = [];
  for (let at = 1; at <= shapes; at += 1) {
    const last = Math.max(...elsewhere.map(({ shown }) => shown[at] ?? Number.NaN));
    const index = released.findLastIndex((moment) => moment < last);
    shared.push(last - (released[index] ?? Number.NaN));
    const release = released[index] ?? Number.NaN;
    savedAfter.push((saved.find((moment) => moment > release) ?? Number.NaN) - release);
  }
  const rows = [
    ['an element on the last other screen, ms', formatSpread(spreadOf(shared), 0)],
    ['saved, ms', formatSpread(spreadOf(savedAfter), 0)],
  ];
  process.stdout.write(`${formatTable(['after the mouse is released', 'median (least to most)'], rows)}\n`);
}
