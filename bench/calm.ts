/**
 * `npm run bench:calm -- [--minutes 60] [--busy 2]`: elections on a loaded machine while no process ends. Three sessions without a window
 * in three Chromium processes; `--busy` processes use a core each. With 0 only the other programs of the machine are its load.
 *
 * Every minute each member edits a card some seconds apart, and one of them 500 times, 64 at a time. Any change of the leader is a false
 * suspicion: exit code 1.
 */

import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { allReady, withSettlers } from './app/settlers.ts';
import { parseCount } from './options/count.ts';

/** Between two edits, milliseconds. */
const editGapMs = 1_500;
const together = 500;
const inFlight = 64;
const minuteMs = 60_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, busy: { type: 'string', default: '2' } },
});
const minutes = parseCount('--minutes', values.minutes);
const busy = parseCount('--busy', values.busy, 0);

await withSettlers(async (pages) => {
  const cards: string[] = [];
  for (const page of pages) cards.push(await page.evaluate(() => window.settler.card('Calm')));
  await allReady(pages);
  const load = Array.from({ length: busy }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  try {
    for (const page of pages) await page.evaluate(() => window.settler.watchLeader());
    const elections = await watch(pages, cards);
    process.stdout.write(`${elections} elections in ${minutes} minutes\n`);
    if (elections > 0) process.exitCode = 1;
  } finally {
    for (const process of load) process.kill('SIGKILL');
  }
});

/** @returns the elections. */
async function watch(pages: readonly Page[], cards: readonly string[]): Promise<number> {
  const begun = performance.now();
  let elections = 0;
  for (let minute = 1; minute <= minutes; minute += 1) {
    const waits: number[] = [];
    for (let turn = 0; performance.now() - begun < (minute - 0.1) * minuteMs; turn += 1) {
      waits.push(...(await edit(pages, cards, turn, 1, 1)));
      await delay(editGapMs);
    }
    await edit(pages, cards, minute, together, inFlight);
    const seen = await Promise.all(pages.map((page) => page.evaluate(() => window.settler.leaderWatched())));
    elections = Math.max(...seen.map((one) => one.elections));
    const pause = Math.max(...seen.map((one) => one.longestPause));
    const [now = 0] = loadavg();
    process.stdout.write(
      `minute ${minute}: ${elections} elections, longest edit ${Math.max(...waits).toFixed(0)} ms, ` +
        `longest pause of a page so far ${pause.toFixed(0)} ms, load ${now.toFixed(1)}\n`,
    );
  }
  return elections;
}

async function edit(
  pages: readonly Page[],
  cards: readonly string[],
  turn: number,
  count: number,
  width: number,
): Promise<readonly number[]> {
  const at = turn % pages.length;
  const [page, card] = [pages[at], cards[at]];
  if (page === undefined || card === undefined) throw new RangeError('no pages');
  const { each } = await page.evaluate(([id, some, wide]) => window.settler.edit(id, some, wide), [
    card,
    count,
    width,
  ] as const);
  return each;
}
