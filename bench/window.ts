/**
 * `npm run bench:window`: the whiteboard in three Chromium processes on this machine: the time from the release of the mouse until a shape
 * is saved, and until it is an element on the last of the other screens; and the cost of a board at rest. Loopback only; about a minute.
 *
 * The stages between show where the time goes: each is the median of when it is reached, at the last device that reaches it.
 *
 * All three share the processors of one machine, and each draws without a graphics card: the times are those of this machine.
 */

import { join } from 'node:path';
import { pageScript } from '../e2e/page/page-script.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import { withThreeInstances } from './app/instances.ts';
import type * as WindowPage from './pages/window-page.ts';
import { spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

const shapes = 25;
/** Between two shapes, so that the board is at rest before each, milliseconds. */
const pauseMs = 400;
const restSeconds = 5;

declare global {
  interface Window {
    windowPage: typeof WindowPage;
  }
}

await withThreeInstances(async ([ada, ben, cleo]) => {
  const script = await pageScript(join(import.meta.dirname, 'pages/window-page.ts'), 'windowPage');
  for (const instance of [ada, ben, cleo]) {
    await instance.showWhiteboard();
    await instance.page.evaluate(script);
  }
  // The first shape loads and compiles code, so it is not measured.
  await ben.draw({ tool: 'rectangle', from: [300, 200], to: [340, 230] });
  await ada.page.waitForTimeout(3000);
  const rest: [string, string][] = [await costOfRest(ada, 'the whiteboard')];
  await ada.showTasks();
  await ada.page.waitForTimeout(1000);
  rest.push(await costOfRest(ada, 'the tasks, after the whiteboard'));
  await ada.showWhiteboard();
  process.stdout.write(`${formatTable(['a board at rest', 'frames requested, main thread'], rest)}\n\n`);
  await drawShapes(ben, [ada, cleo]);
});

async function costOfRest(instance: Instance, label: string): Promise<[string, string]> {
  const devtools = await instance.browser.context.newCDPSession(instance.page);
  await devtools.send('Performance.enable');
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await taskSeconds();
  const frames = await instance.page.evaluate(
    (seconds) => window.windowPage.framesPerSecond(seconds),
    restSeconds,
  );
  const share = ((await taskSeconds()) - before) / restSeconds;
  await devtools.detach();
  return [label, `${frames.toFixed(0)} a second, ${(100 * share).toFixed(1)} %`];
}

async function drawShapes(author: Instance, others: readonly Instance[]): Promise<void> {
  for (const { page } of [author, ...others]) await page.evaluate(() => window.windowPage.watch());
  for (let at = 0; at < shapes; at += 1) {
    const [x, y] = [300 + (at % 5) * 120, 260 + Math.floor(at / 5) * 80];
    await author.draw({ tool: 'rectangle', from: [x, y], to: [x + 60, y + 40] });
    await author.page.waitForTimeout(pauseMs);
  }
  const timesOf = ({ page }: Instance) => page.evaluate(() => window.windowPage.times());
  // A click that chooses the tool releases the mouse, too: the last release before a shape is shown belongs to the shape.
  const { saved, released, stages } = await timesOf(author);
  const elsewhere = await Promise.all(others.map(timesOf));
  const shownAfter: number[] = [];
  const savedAfter: number[] = [];
  const submittedAfter: number[] = [];
  const sentAfter: number[] = [];
  const receivedAfter: number[] = [];
  const storedAfter: number[] = [];
  for (let at = 1; at <= shapes; at += 1) {
    const last = Math.max(...elsewhere.map(({ shown }) => shown[at] ?? Number.NaN));
    const release = released.findLast((time) => time < last) ?? Number.NaN;
    shownAfter.push(last - release);
    const first = (times: readonly number[] = [], after = release): number =>
      times.find((time) => time > after) ?? Number.NaN;
    const submitted = first(stages?.submitted);
    savedAfter.push(first(saved) - release);
    submittedAfter.push(submitted - release);
    sentAfter.push(first(stages?.sent, submitted) - release);
    const received = elsewhere.map((other) => first(other.stages?.received));
    receivedAfter.push(Math.max(...received) - release);
    const stored = elsewhere.map((other, at) => first(other.stages?.stored, received[at]));
    storedAfter.push(Math.max(...stored) - release);
  }
  const rows = [
    ['the command is submitted, ms', formatSpread(spreadOf(submittedAfter), 0)],
    ['it is sent, ms', formatSpread(spreadOf(sentAfter), 0)],
    ['it is received by both others, ms', formatSpread(spreadOf(receivedAfter), 0)],
    ['it is stored by both others, ms', formatSpread(spreadOf(storedAfter), 0)],
    ['an element on the last other screen, ms', formatSpread(spreadOf(shownAfter), 0)],
    ['saved, ms', formatSpread(spreadOf(savedAfter), 0)],
  ];
  process.stdout.write(
    `${formatTable(['after the release of the mouse', 'median (least to most)'], rows)}\n`,
  );
}
