/**
 * `npm run bench:board`: from one person's key to everybody's screen, by whoever leads and by somebody who does not, in turns. The
 * built app in three browsers with profiles of their own, on this machine; loopback only; about a minute.
 *
 * All three share one machine's processors, so the times are not those of three machines; the ratios say more.
 */

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageScript } from '../e2e/page/page-script.ts';
import { Host } from '../e2e/processes/host.ts';
import type { Instance } from '../e2e/processes/instance.ts';
import { Instances } from '../e2e/processes/instances.ts';
import type * as BoardPage from './pages/board-page.ts';
import { ratioOf, spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

const changes = 40;

/** Between two changes, so that each finds the board at rest, milliseconds. */
const pauseMs = 300;

declare global {
  interface Window {
    look: typeof BoardPage;
  }
}

/** Of one change, milliseconds after the key. */
interface Times {
  readonly shown: number;
  readonly settled: number;
  /** To the last of the others. */
  readonly shared: number;
}

const host = new Host();
await host.start();
const instances = new Instances(host, await mkdtemp(join(tmpdir(), 'paxboard-bench-')));
try {
  const everyone = await instances.three('Harbour plan');
  const script = await pageScript(join(import.meta.dirname, 'pages/board-page.ts'), 'look');
  for (const { page } of everyone) {
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.evaluate(script);
    await page.evaluate(() => window.look.watch());
  }
  await measure(everyone);
} finally {
  await instances.end();
}

async function measure(everyone: readonly Instance[]): Promise<void> {
  const led = await everyone[0]?.people();
  const leader = everyone.find(({ name }) => name === led?.leader);
  const other = everyone.find((one) => one !== leader);
  if (leader === undefined || other === undefined) throw new Error('nobody leads');
  const times = { leader: [] as Times[], other: [] as Times[] };
  // The first one of each loads and compiles what the others find.
  for (let count = 0; count <= changes; count += 1) {
    const byLeader = await change(leader, everyone, `By the leader ${count}`);
    const byOther = await change(other, everyone, `By another ${count}`);
    if (count === 0) continue;
    times.leader.push(byLeader);
    times.other.push(byOther);
  }
  const rows = (
    [
      ['shown to who made it, ms', 'shown'],
      ['settled, ms', 'settled'],
      ['shown to all, ms', 'shared'],
    ] as const
  ).map(([what, key]) => {
    const [byLeader, byOther] = [times.leader, times.other].map((some) => some.map((one) => one[key]));
    if (byLeader === undefined || byOther === undefined) throw new RangeError('nothing was measured');
    const ratio = formatRatio(ratioOf(byOther, byLeader).median);
    return [what, formatSpread(spreadOf(byLeader), 0), formatSpread(spreadOf(byOther), 0), ratio];
  });
  const head = ['median (least to most)', 'by the leader', 'by another', 'times as long'];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}

async function change(author: Instance, everyone: readonly Instance[], title: string): Promise<Times> {
  const field = author.page.getByRole('textbox', { name: 'Add a task to To do' });
  await field.fill(title);
  await field.press('Enter');
  await author.page.waitForTimeout(pauseMs);
  const others = everyone.filter((one) => one !== author);
  for (const { page } of everyone) await untilSettled(page, title);
  const { entered, shown, settled } = await momentsOf(author.page, title);
  const shared = await Promise.all(others.map(async ({ page }) => (await momentsOf(page, title)).shown));
  const last = Math.max(...shared.map((moment) => moment ?? Number.NaN));
  if (entered === undefined || shown === undefined || settled === undefined || Number.isNaN(last)) {
    throw new Error(`nobody saw when "${title}" was there`);
  }
  return { shown: shown - entered, settled: settled - entered, shared: last - entered };
}

async function untilSettled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((wanted) => window.look.moments(wanted).settled !== undefined, title, {
    polling: 50,
  });
}

function momentsOf(page: Page, title: string): Promise<ReturnType<typeof BoardPage.moments>> {
  return page.evaluate((wanted) => window.look.moments(wanted), title);
}
