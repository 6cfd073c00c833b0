/**
 * `npm run bench:mesh`: the time until two devices are linked, their round trip time and their throughput, directly and relayed by a
 * third device, in turns. Three Chromium processes on this machine; loopback only; about half a minute.
 *
 * Two of the devices use different hosts, so they can connect only via the third, which uses both hosts.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { pageScript } from '../e2e/page/page-script.ts';
import { launchChromium } from '../e2e/processes/browsers/chromium.ts';
import { Host } from '../e2e/processes/host.ts';
import type * as MeshPage from './pages/mesh-page.ts';
import { ratioOf, type Spread, spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

const setUps = 15;
const echoes = 200;
const echoBytes = 200;
const transfers = 7;
const transferBytes = 4 * 1024 * 1024;

type Functions = typeof MeshPage;

declare global {
  interface Window {
    device: Functions;
  }
}

const hosts = [new Host(), new Host()] as const;
const folder = await mkdtemp(join(tmpdir(), 'paxboard-bench-'));
const browsers: BrowserContext[] = [];
try {
  for (const host of hosts) await host.start();
  const script = await pageScript(join(import.meta.dirname, 'pages/mesh-page.ts'), 'device');
  const [ann, ben, carl] = [await page(script), await page(script), await page(script)];
  await measure(ann, ben, carl);
} finally {
  for (const browser of browsers) await browser.close();
  for (const host of hosts) await host.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A page in a separate browser: hidden pages of one browser run at a lower priority, and lose links on a busy machine. */
async function page(script: string): Promise<Page> {
  const browser = await launchChromium(join(folder, String(browsers.length)));
  browsers.push(browser);
  const made = browser.pages()[0] ?? (await browser.newPage());
  await made.goto(hosts[0].url);
  await made.evaluate(script);
  return made;
}

/** Ann and Ben connect to Carl, each by a different host, and to each other via Carl. */
async function measure(ann: Page, ben: Page, carl: Page): Promise<void> {
  const [one, other] = hosts;
  await start(carl, 'Carl', [one.url, other.url]);
  const directSetUp: number[] = [];
  for (let round = 0; round < setUps; round += 1) {
    await start(ben, 'Ben', [other.url]);
    directSetUp.push((await linked(ben, 'Carl')).afterMs);
    await ben.evaluate(() => window.device.stop());
    await absent(carl, 'Ben');
  }
  await start(ann, 'Ann', [one.url]);
  await start(ben, 'Ben', [other.url]);
  await linked(ann, 'Carl');
  const through = await linked(ann, 'Ben');
  if (through.isDirect) throw new Error('Ann and Ben found each other without Carl');

  const times = { direct: [] as number[], relayed: [] as number[] };
  for (let count = 0; count < echoes; count += 1) {
    times.direct.push(await ask(ann, 'Carl', echoBytes, false));
    times.relayed.push(await ask(ann, 'Ben', echoBytes, false));
  }
  const transfer = { direct: [] as number[], relayed: [] as number[] };
  for (let count = 0; count < transfers; count += 1) {
    transfer.direct.push(await ask(ann, 'Carl', transferBytes, true));
    transfer.relayed.push(await ask(ann, 'Ben', transferBytes, true));
  }
  const rows = [
    ['from joining to a proven link, ms', formatSpread(spreadOf(directSetUp), 1), '', ''],
    [
      `${echoBytes} bytes there and back, ms`,
      formatSpread(spreadOf(times.direct), 1),
      formatSpread(spreadOf(times.relayed), 1),
      ratio(ratioOf(times.relayed, times.direct)),
    ],
    [
      `${transferBytes / 1024 / 1024} MiB there, ms`,
      formatSpread(spreadOf(transfer.direct), 1),
      formatSpread(spreadOf(transfer.relayed), 1),
      ratio(ratioOf(transfer.relayed, transfer.direct)),
    ],
  ];
  process.stdout.write(
    `${formatTable(['median (least to most)', 'direct', 'via a third', 'times as long'], rows)}\n`,
  );
}

function start(device: Page, name: string, urls: readonly string[]): Promise<void> {
  return device.evaluate(([as, at]) => window.device.start(as, at), [name, urls] as const);
}

async function linked(device: Page, name: string): Promise<{ isDirect: boolean; afterMs: number }> {
  await device.waitForFunction((peer) => window.device.link(peer) !== undefined, name, { polling: 20 });
  const found = await device.evaluate((peer) => window.device.link(peer), name);
  if (found === undefined) throw new Error(`the link to ${name} was lost`);
  return found;
}

async function absent(device: Page, name: string): Promise<void> {
  await device.waitForFunction((peer) => window.device.link(peer) === undefined, name, { polling: 20 });
}

/** Asks again on the next link if one ends before the answer, and reports that: links on loopback usually stay. */
async function ask(device: Page, name: string, bytes: number, oneWay: boolean): Promise<number> {
  for (;;) {
    await linked(device, name);
    const took = await device.evaluate(([to, size, way]) => window.device.ask(to, size, way), [
      name,
      bytes,
      oneWay,
    ] as const);
    if (took !== undefined) return took;
    process.stdout.write(`The link to ${name} ended before an answer; asking again.\n`);
  }
}

function ratio({ median }: Spread): string {
  return formatRatio(median);
}
