/**
 * `npm run bench:members -- [--sizes 1,3,5,8,12] [--seconds 20]`: the processor time of an idle member, and its
 * messages, by the number of members. The built app in one Chromium per member on this machine; loopback only; Linux
 * only; about six minutes. The number of messages does not depend on the load of the machine.
 *
 * The windows show the task list. The time is that of all processes of a browser, so it includes the time of an idle
 * browser, which the first size shows: by default a board with one member.
 */

import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import type { Instance } from '../e2e/processes/instance.ts';
import type { Instances } from '../e2e/processes/instances.ts';
import { boardName, withInstances } from './app/instances.ts';
import { parseCount } from './options/count.ts';
import { processorSeconds } from './report/processor-time.ts';
import { spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

/**
 * Time for the changes of voters, the end of links that are not needed, and the loading of code after the last member
 * has joined, milliseconds.
 */
const restMs = 45_000;

/** As a text: the compiler's helpers are not in the page. */
const counting = `{
  const made = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      made.push(this);
    }
  };
  globalThis.countOfMessages = async () => {
    let messages = 0;
    for (const connection of made.filter(({ connectionState }) => connectionState === 'connected')) {
      for (const stats of (await connection.getStats()).values())
        if (stats.type === 'data-channel') messages += stats.messagesSent + stats.messagesReceived;
    }
    return messages;
  };
}`;

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1,3,5,8,12' }, seconds: { type: 'string', default: '20' } },
});
const seconds = parseCount('--seconds', values.seconds);
const sizes = values.sizes.split(',').map((size) => parseCount('--sizes', size));

await withInstances(measure);

async function measure(instances: Instances): Promise<void> {
  const founder = await instances.start('Member 1');
  await countMessages(founder.page);
  await founder.createBoard(boardName);
  const link = await founder.inviteLink();
  await founder.showTasks();
  const rows: string[][] = [];
  let first: number | undefined;
  for (const size of sizes) {
    while (instances.all.length < size) {
      const member = await instances.start(`Member ${instances.all.length + 1}`);
      await countMessages(member.page);
      await member.join(link);
      await member.showTasks();
    }
    await founder.expectPeople(size);
    await delay(restMs);
    const before = await messagesOf(instances.all);
    const shares = spreadOf(await idleShares(instances.all));
    const after = await messagesOf(instances.all);
    const perSecond = spreadOf(after.map((count, at) => (count - (before[at] ?? 0)) / seconds));
    first ??= shares.median;
    process.stdout.write(
      `${size} members: ${formatSpread(shares, 1)} %, ${formatSpread(perSecond, 0)} messages per second\n`,
    );
    rows.push([
      String(size),
      await founder.health.getAttribute('data-voters').then((voters) => voters ?? '?'),
      formatSpread(shares, 1),
      formatRatio(shares.median / first),
      formatSpread(perSecond, 0),
      loadavg()[0]?.toFixed(1) ?? '',
    ]);
  }
  const head = [
    'members',
    'voters',
    'processor of each, %: median (least to most)',
    'ratio to the first',
    'messages per second of each: median (least to most)',
    'load',
  ];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}

/** Loads the page anew, and from then on counts the messages of all its data channels. */
async function countMessages(page: Page): Promise<void> {
  await page.addInitScript({ content: counting });
  await page.reload();
}

/** @returns the messages that each member has sent and received on its present connections. */
function messagesOf(members: readonly Instance[]): Promise<readonly number[]> {
  const count = 'globalThis.countOfMessages()';
  return Promise.all(members.map(({ page }) => page.evaluate<number>(count)));
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
