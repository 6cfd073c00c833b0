/**
 * `npm run bench:members -- [--sizes 1,3,5,8,12] [--seconds 20]`: the processor time of an idle member, by the number of
 * members. The built app in a Chromium for each, on this machine; loopback only; Linux only; about five minutes.
 *
 * The windows show the task list. The time counts all processes of a browser, and so includes an idle browser's own: the first
 * size, by default a board with one member.
 */

import { mkdtemp } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Host } from '../e2e/processes/host.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import { Instances } from '../e2e/processes/instances.ts';
import { processorSeconds } from './report/processor-time.ts';
import { spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

/** After the last member has joined: votes are given out, code that is loaded on demand is there, milliseconds. */
const restMs = 15_000;

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1,3,5,8,12' }, seconds: { type: 'string', default: '20' } },
});
const seconds = Number(values.seconds);
const sizes = values.sizes.split(',').map(Number);
if (![seconds, ...sizes].every((value) => Number.isSafeInteger(value) && value > 0))
  throw new RangeError('--seconds and --sizes are whole numbers from 1 up');

const host = new Host();
await host.start();
const instances = new Instances(host, await mkdtemp(join(tmpdir(), 'paxboard-bench-')));
try {
  await measure();
} finally {
  await instances.end();
}

async function measure(): Promise<void> {
  const founder = await instances.start('Member 1');
  await founder.createBoard('Harbour plan');
  const link = await founder.inviteLink();
  await founder.showTasks();
  const rows: string[][] = [];
  let alone: number | undefined;
  for (const size of sizes) {
    while (instances.all.length < size) {
      const member = await instances.start(`Member ${instances.all.length + 1}`);
      await member.join(link);
      await member.showTasks();
    }
    await founder.expectPeople(size);
    await delay(restMs);
    const shares = spreadOf(await idleShares(instances.all));
    alone ??= shares.median;
    process.stdout.write(`${size} members: ${formatSpread(shares, 1)} %\n`);
    rows.push([
      String(size),
      await founder.health.getAttribute('data-voters').then((voters) => voters ?? '?'),
      formatSpread(shares, 1),
      formatRatio(shares.median / alone),
      loadavg()[0]?.toFixed(1) ?? '',
    ]);
  }
  const head = ['members', 'voters', 'processor of each, %: median (least to most)', 'to one alone', 'load'];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}

/** @returns percent of one core for each member. */
async function idleShares(members: readonly Instance[]): Promise<readonly number[]> {
  const pids = members.map(({ browser }) => browser.processId);
  const before = pids.map(processorSeconds);
  const begun = performance.now();
  await delay(seconds * 1000);
  const passed = (performance.now() - begun) / 1000;
  return pids.map((pid, at) => ((processorSeconds(pid) - (before[at] ?? 0)) / passed) * 100);
}
