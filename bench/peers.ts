/**
 * `npm run bench:peers -- [--rounds 3] [--edits 10000] [--strict]`: edits by three peers at once, beside Yjs with
 * y-webrtc, without and with y-indexeddb. Three Chromium processes with separate profiles, real data channels and real
 * IndexedDB, on this machine; loopback only.
 *
 * Each peer edits the title of its own card as fast as it can: one edit is one settled change, or one transaction of
 * the document. Of ours 64 are in flight per peer; with Yjs a peer gives messages their turn after every 64. Each
 * contender has a new board or document per round; their order rotates. A sample is done when all three show the last
 * edit of each peer and no page has a write open. Ours then has every edit on three disks, in strict transactions. With
 * Yjs the condition is the same for the stores of y-indexeddb, as it is shipped (relaxed transactions) and, with
 * `--strict`, made strict.
 */

import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { pageScript } from '../e2e/page/page-script.ts';
import { allReady, connectAll, loadAt, settlerScript, withBrowsers } from './app/settlers.ts';
import { startYjsSignaling } from './app/yjs-signaling.ts';
import { parseCount } from './options/count.ts';
import type * as YjsPage from './pages/yjs-page.ts';
import { ratioOf, spreadOf } from './report/statistics.ts';
import { formatCount, formatRatio, formatSpread, formatTable } from './report/table.ts';

declare global {
  interface Window {
    yjs: typeof YjsPage;
  }
}

const width = 64;

/** Edits before each sample, so that the code is compiled. */
const warmUpEdits = 600;

/** Peers that began this late in a sample have not edited at the same time, milliseconds. */
const maxDelayMs = 200;

interface Sample {
  readonly seconds: number;
  /** Transactions that wrote, of all three. */
  readonly writes: number;
}

interface Contender {
  readonly name: string;
  /** Loads the pages, and connects them. @returns the id of each page's card. */
  prepare(pages: readonly Page[]): Promise<readonly string[]>;
  edit(page: Page, id: string, titles: string, count: number): Promise<number>;
  whenDone(page: Page, titles: Readonly<Record<string, string>>): Promise<number>;
  writes(page: Page): Promise<number>;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    edits: { type: 'string', default: '10000' },
    strict: { type: 'boolean', default: false },
  },
});
const rounds = parseCount('--rounds', values.rounds);
const edits = parseCount('--edits', values.edits);

let rooms = 0;

const signaling = await startYjsSignaling();
try {
  await withBrowsers(async (pages, host) => {
    const yjsScript = await pageScript(join(import.meta.dirname, 'pages/yjs-page.ts'), 'yjs');
    const contenders = [
      ours(host.url, await settlerScript()),
      yjs('Yjs, y-webrtc', 'none', yjsScript),
      yjs('  and y-indexeddb, as shipped', 'shipped', yjsScript),
      ...(values.strict ? [yjs('  and y-indexeddb, made strict', 'strict', yjsScript)] : []),
    ];
    report(contenders, await measure(pages, contenders));
  });
} finally {
  await signaling.stop();
}

function ours(url: string, script: string): Contender {
  return {
    name: 'Paxboard, settled and stored',
    prepare: async (pages) => {
      await Promise.all(pages.map((page) => loadAt(page, url, script)));
      for (const page of pages) await page.evaluate(() => window.settler.watchWrites(false));
      await connectAll(pages);
      const ids: string[] = [];
      for (const [at, page] of pages.entries())
        ids.push(await page.evaluate((title) => window.settler.card(title), `Card ${at}`));
      await allReady(pages);
      return ids;
    },
    edit: (page, id, titles, count) =>
      page.evaluate(([card, text, some, wide]) => window.settler.editAll(card, text, some, wide), [
        id,
        titles,
        count,
        width,
      ] as const),
    whenDone: (page, titles) => page.evaluate((expected) => window.settler.whenDone(expected), titles),
    writes: (page) => page.evaluate(() => window.settler.writes()),
  };
}

function yjs(name: string, storage: YjsPage.YjsStorage, script: string): Contender {
  return {
    name,
    prepare: async (pages) => {
      rooms += 1;
      const ids = pages.map((_, at) => `card ${at}`);
      for (const page of pages) {
        await loadAt(page, signaling.url, script);
        const socket = signaling.url.replace('http', 'ws');
        await page.evaluate(([room, address, kind]) => window.yjs.start(room, address, kind), [
          `room ${rooms}`,
          socket,
          storage,
        ] as const);
      }
      for (const page of pages)
        await page.waitForFunction(() => window.yjs.isReady(), undefined, { polling: 100 });
      for (const [at, page] of pages.entries())
        await page.evaluate((id) => window.yjs.addCard(id), ids[at] ?? '');
      const expected = Object.fromEntries(ids.map((id) => [id, 'New']));
      for (const page of pages) await page.evaluate((all) => window.yjs.whenDone(all), expected);
      return ids;
    },
    edit: (page, id, titles, count) =>
      page.evaluate(([card, text, some, wide]) => window.yjs.edit(card, text, some, wide), [
        id,
        titles,
        count,
        width,
      ] as const),
    whenDone: (page, titles) => page.evaluate((expected) => window.yjs.whenDone(expected), titles),
    writes: (page) => page.evaluate(() => window.yjs.writes()),
  };
}

async function measure(pages: readonly Page[], contenders: readonly Contender[]): Promise<Sample[][]> {
  const samples: Sample[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const next = (round + turn) % contenders.length;
      const contender = contenders[next];
      if (contender === undefined) continue;
      const ids = await contender.prepare(pages);
      await sample(contender, pages, ids, 'Before', warmUpEdits);
      const taken = await sample(contender, pages, ids, 'Edit', edits);
      samples[next]?.push(taken);
      const [load = 0] = loadavg();
      process.stdout.write(
        `round ${round + 1}, ${contender.name.trim()}: ${taken.seconds.toFixed(2)} s, load ${load.toFixed(1)}\n`,
      );
    }
  }
  return samples;
}

async function sample(
  contender: Contender,
  pages: readonly Page[],
  ids: readonly string[],
  titles: string,
  count: number,
): Promise<Sample> {
  const counts = ids.map((_, at) => Math.floor((count + at) / ids.length));
  const last = Object.fromEntries(ids.map((id, at) => [id, `${titles} ${counts[at]}`]));
  const before = await writesOf(contender, pages);
  const done = pages.map((page) => contender.whenDone(page, last));
  const begun = pages.map((page, at) => contender.edit(page, ids[at] ?? '', titles, counts[at] ?? 0));
  const begins = await Promise.all(begun);
  const ends = await Promise.all(done);
  const first = Math.min(...begins);
  const delay = Math.max(...begins) - first;
  if (delay > maxDelayMs) process.stdout.write(`a peer began ${delay.toFixed(0)} ms after the first\n`);
  return {
    seconds: (Math.max(...ends) - first) / 1_000,
    writes: (await writesOf(contender, pages)) - before,
  };
}

async function writesOf(contender: Contender, pages: readonly Page[]): Promise<number> {
  const counts = await Promise.all(pages.map((page) => contender.writes(page)));
  return counts.reduce((sum, one) => sum + one, 0);
}

function report(contenders: readonly Contender[], samples: readonly (readonly Sample[])[]): void {
  const first = samples[0]?.map(({ seconds }) => seconds) ?? [];
  const rows = contenders.map(({ name }, at) => {
    const own = samples[at] ?? [];
    const seconds = own.map((one) => one.seconds);
    const ratio = ratioOf(seconds, first);
    return [
      name,
      formatSpread(spreadOf(seconds), 2),
      at === 0
        ? ''
        : `${formatRatio(ratio.median)} (${formatRatio(ratio.least)} to ${formatRatio(ratio.most)})`,
      formatCount(spreadOf(own.map(({ writes }) => writes)).median),
    ];
  });
  const head = [
    `${formatCount(edits)} edits, median of ${rounds} rounds (least to most)`,
    'seconds',
    'times as long as Paxboard',
    'writing transactions',
  ];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}
