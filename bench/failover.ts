/**
 * `npm run bench:failover -- [--rounds 10]`: how long a board stands still when its leader's process is killed. The built app
 * in three browsers with profiles of their own, on this machine; loopback only; about ten seconds a round.
 *
 * In each round somebody else has typed a change; the leader is killed (`kill -9`), and the change is submitted in the same
 * moment. The time is that from the kill until the change is settled.
 */

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pageScript } from '../e2e/page/page-script.ts';
import { Host } from '../e2e/processes/host.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import { Instances } from '../e2e/processes/instances.ts';
import type * as BoardPage from './pages/board-page.ts';
import { spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

declare global {
  interface Window {
    look: typeof BoardPage;
  }
}

const boardName = 'Harbour plan';

/** Between two looks at the page, milliseconds: what a figure may be too long by. */
const pollingMs = 10;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError('--rounds is a whole number from 1 up');

const host = new Host();
await host.start();
const instances = new Instances(host, await mkdtemp(join(tmpdir(), 'paxboard-bench-')));
try {
  const everyone = await instances.three(boardName);
  const script = await pageScript(join(import.meta.dirname, 'pages/board-page.ts'), 'look');
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const time = await killLeader(everyone, script, `After kill ${round}`);
    times.push(time);
    process.stdout.write(`${Math.round(time)} ms\n`);
  }
  const rows = [['settled after the kill, ms', formatSpread(spreadOf(times), 0)]];
  process.stdout.write(`${formatTable(['median (least to most)', `${rounds} kills of the leader`], rows)}\n`);
} finally {
  await instances.end();
}

async function killLeader(everyone: readonly Instance[], script: string, title: string): Promise<number> {
  for (const one of everyone) await one.expectVoters(3);
  const leader = (await everyone[0]?.people())?.leader;
  const killed = everyone.find(({ name }) => name === leader);
  const author = everyone.find((one) => one !== killed);
  if (killed === undefined || author === undefined) throw new Error('no leader');
  await author.showTasks();
  await author.page.evaluate(script);
  await author.page.evaluate(() => window.look.watch());
  const field = author.page.getByRole('textbox', { name: 'Add a task to To do' });
  await field.fill(title);
  const begun = performance.now();
  const [, time] = await Promise.all([killed.kill(), settle(author, field.press('Enter'), title, begun)]);
  await killed.restart(boardName);
  return time;
}

async function settle(
  author: Instance,
  submitted: Promise<void>,
  title: string,
  begun: number,
): Promise<number> {
  await submitted;
  await author.page.waitForFunction((wanted) => window.look.moments(wanted).settled !== undefined, title, {
    polling: pollingMs,
  });
  return performance.now() - begun;
}
