/**
 * `npm run bench:settle -- [--rounds 3] [--voters 5] [--timeline]`: the time until a change is settled, in multiples of the
 * floor; with `--timeline`, also where on its way the time passes. Three (or five) Chromium processes with separate profiles, real data channels and strict storage, on this machine; loopback only.
 *
 * The floor is what no implementation of Paxos with durable votes goes below for a follower's change: one and a half round
 * trips of a data channel (request, proposal, accept) and one strict transaction. It is measured in the same pages,
 * in turns with the changes, so that both see the same load. Sessions have no window here; `board.ts` measures it.
 */

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { allReady, withSettlers } from './app/settlers.ts';
import { parseCount } from './options/count.ts';
import type * as SettlePage from './pages/settle-page.ts';
import { processorSeconds } from './report/processor-time.ts';
import { spreadOf } from './report/statistics.ts';
import { formatCount, formatRatio, formatSpread, formatTable } from './report/table.ts';
import { type Path, parts, pathsOf } from './report/timeline.ts';

/** Changes, round trips and transactions per round. */
const oneByOne = 150;
/** Changes per round with {@link inFlight} at a time. */
const together = 2_000;
const inFlight = 64;
/** Between two parts of a round, so that hints of the part before are written, milliseconds. */
const restMs = 500;

/** Of one author in one round. */
interface Figures {
  /** Milliseconds, median. */
  readonly alone: number;
  readonly toFloor: number;
  readonly perSecond: number;
  /** Transactions of all devices per change, one at a time. */
  readonly strict: number;
  readonly relaxed: number;
  /** Of processor time of all browsers per change, one at a time, milliseconds. */
  readonly processor: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    voters: { type: 'string', default: '3' },
    timeline: { type: 'boolean', default: false },
  },
});
const rounds = parseCount('--rounds', values.rounds);
const voters = parseCount('--voters', values.voters);
if (voters !== 3 && voters !== 5) throw new RangeError('--voters is 3 or 5');
if (values.timeline && voters !== 3)
  throw new RangeError('with five voters the leader gathers accepts, which the timeline does not follow');

await withSettlers(measure, voters);

async function measure(pages: readonly Page[]): Promise<void> {
  const leading = await Promise.all(pages.map((page) => page.evaluate(() => window.settler.leads())));
  const leader = pages[leading.indexOf(true)];
  const follower = pages.find((page) => page !== leader);
  if (leader === undefined || follower === undefined) throw new Error('no leader');
  await connect(follower, leader);

  const authors = { leader, follower };
  const cards = { leader: await cardOf(leader, 'Leader'), follower: await cardOf(follower, 'Follower') };
  // Compiles what the rounds measure.
  for (const role of ['leader', 'follower'] as const)
    await edit(authors[role], cards[role], together / 4, inFlight);

  const figures = { leader: [] as Figures[], follower: [] as Figures[] };
  const floors: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const floor = await floorOf(follower);
    floors.push(floor);
    for (const role of ['leader', 'follower'] as const)
      figures[role].push(await measureAuthor(pages, authors[role], cards[role], floor));
    const [load = 0] = loadavg();
    process.stdout.write(`round ${round + 1}: floor ${floor.toFixed(2)} ms, load ${load.toFixed(1)}\n`);
  }
  report(figures, floors);
  if (values.timeline) await reportTimeline(pages, authors, cards);
}

async function reportTimeline(
  pages: readonly Page[],
  authors: Readonly<Record<'leader' | 'follower', Page>>,
  cards: Readonly<Record<'leader' | 'follower', string>>,
): Promise<void> {
  const replicas = await Promise.all(pages.map((page) => page.evaluate(() => window.settler.replica())));
  const idOf = (page: Page) => replicas[pages.indexOf(page)] ?? '';
  const paths = { leader: [] as Path[], follower: [] as Path[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const role of ['leader', 'follower'] as const) {
      await rest(pages);
      await Promise.all(pages.map((page) => page.evaluate(() => window.settler.beginStages())));
      await edit(authors[role], cards[role], oneByOne, 1);
      const stages = await Promise.all(pages.map((page) => page.evaluate(() => window.settler.endStages())));
      const recorded = pages.map((page, at) => ({ replica: idOf(page), stages: stages[at] ?? [] }));
      paths[role].push(...pathsOf(recorded, idOf(authors.leader), idOf(authors[role])));
    }
  }
  const both = [paths.leader, paths.follower];
  const mean = (some: readonly Path[], part: (typeof parts)[number]) =>
    some.reduce((sum, path) => sum + (path[part] ?? 0), 0) / Math.max(1, some.length);
  const rows = parts.map((part) => [part, ...both.map((some) => mean(some, part).toFixed(2))]);
  const head = [`the path of ${paths.leader.length} and ${paths.follower.length} changes, ms (means)`];
  process.stdout.write(`${formatTable([...head, 'by the leader', 'by a follower'], rows)}\n`);
}

async function measureAuthor(
  pages: readonly Page[],
  author: Page,
  card: string,
  floor: number,
): Promise<Figures> {
  await rest(pages);
  await transactions(pages);
  const before = processorSeconds(process.pid);
  const { each } = await edit(author, card, oneByOne, 1);
  const processor = processorSeconds(process.pid) - before;
  const { strict, relaxed } = await transactions(pages);
  await rest(pages);
  const { all } = await edit(author, card, together, inFlight);
  const alone = spreadOf(each).median;
  return {
    alone,
    toFloor: alone / floor,
    perSecond: (together / all) * 1_000,
    strict: strict / oneByOne,
    relaxed: relaxed / oneByOne,
    processor: (processor * 1_000) / oneByOne,
  };
}

/** Milliseconds. */
async function floorOf(page: Page): Promise<number> {
  const trips = await page.evaluate((count) => window.settler.roundTrips(count), oneByOne);
  const puts = await page.evaluate((count) => window.settler.puts(count), oneByOne);
  return 1.5 * spreadOf(trips).median + spreadOf(puts).median;
}

function report(figures: Record<'leader' | 'follower', readonly Figures[]>, floors: readonly number[]): void {
  const both = [figures.leader, figures.follower];
  const row = (what: string, key: keyof Figures, decimals: number) => [
    what,
    ...both.map((some) => formatSpread(spreadOf(some.map((one) => one[key])), decimals)),
  ];
  const rates = both.map((some) => formatCount(spreadOf(some.map(({ perSecond }) => perSecond)).median));
  const ratios = both.map((some) => formatRatio(spreadOf(some.map(({ toFloor }) => toFloor)).median));
  const rows = [
    row('one at a time, ms until settled', 'alone', 2),
    ['  over the floor', ...ratios],
    row('  strict transactions, all devices', 'strict', 2),
    row('  relaxed transactions, all devices', 'relaxed', 2),
    row('  processor time of all browsers, ms', 'processor', 1),
    [`${inFlight} in flight, per second`, ...rates],
    ['floor, ms', formatSpread(spreadOf(floors), 2), ''],
  ];
  const head = [`median of ${rounds} rounds (least to most)`, 'by the leader', 'by a follower'];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}

async function connect(from: Page, to: Page): Promise<void> {
  const offered = await from.evaluate(() => window.settler.offer());
  const answered = await to.evaluate((text) => window.settler.answer(text), offered);
  await from.evaluate((text) => window.settler.connect(text), answered);
}

async function rest(pages: readonly Page[]): Promise<void> {
  await allReady(pages);
  await pages[0]?.waitForTimeout(restMs);
}

async function transactions(pages: readonly Page[]): Promise<SettlePage.Transactions> {
  const taken = await Promise.all(pages.map((page) => page.evaluate(() => window.settler.transactions())));
  const sum = (key: keyof SettlePage.Transactions) => taken.reduce((total, one) => total + one[key], 0);
  return { strict: sum('strict'), relaxed: sum('relaxed') };
}

function cardOf(page: Page, title: string): Promise<string> {
  return page.evaluate((text) => window.settler.card(text), title);
}

function edit(page: Page, card: string, count: number, width: number): ReturnType<typeof SettlePage.edit> {
  return page.evaluate(([id, some, wide]) => window.settler.edit(id, some, wide), [
    card,
    count,
    width,
  ] as const);
}
