/**
 * `npm run bench:board`: the time from one person's key press until a change is shown to that person, settled, and shown to all; by
 * turns for a change of the leader and of a follower. The built app in three Chromium processes on this machine; loopback only; about a
 * minute.
 *
 * All three share the processors of one machine, so the times are not those of three machines; the ratios are more reliable.
 */

import type { Instance } from '../e2e/processes/instance.ts';
import { cardTimesOf, cardTimesScript, typeCard, untilSettled, watchCards } from './app/card-times.ts';
import { leaderAndFollower, type ThreeInstances, withThreeInstances } from './app/instances.ts';
import { ratioOf, spreadOf } from './report/statistics.ts';
import { formatRatio, formatSpread, formatTable } from './report/table.ts';

const changes = 40;

/** Between two changes, so that the board is at rest before each, milliseconds. */
const pauseMs = 300;
const pollingMs = 50;

/** Of one change, milliseconds after the key press. */
interface Times {
  readonly shown: number;
  readonly settled: number;
  /** Until the last of the other instances shows it. */
  readonly shownToAll: number;
}

await withThreeInstances(async (instances) => {
  const script = await cardTimesScript();
  for (const instance of instances) await watchCards(instance, script);
  await measure(instances);
});

async function measure(instances: ThreeInstances): Promise<void> {
  const { leader, follower } = await leaderAndFollower(instances);
  const times = { leader: [] as Times[], follower: [] as Times[] };
  // The first change of each loads and compiles code, so it does not count.
  for (let count = 0; count <= changes; count += 1) {
    const byLeader = await change(leader, instances, `By the leader ${count}`);
    const byFollower = await change(follower, instances, `By a follower ${count}`);
    if (count === 0) continue;
    times.leader.push(byLeader);
    times.follower.push(byFollower);
  }
  const row = (label: string, key: keyof Times) => {
    const [byLeader, byFollower] = [
      times.leader.map((each) => each[key]),
      times.follower.map((each) => each[key]),
    ];
    const ratio = formatRatio(ratioOf(byFollower, byLeader).median);
    return [label, formatSpread(spreadOf(byLeader), 0), formatSpread(spreadOf(byFollower), 0), ratio];
  };
  const rows = [
    row('shown to its author, ms', 'shown'),
    row('settled, ms', 'settled'),
    row('shown to all, ms', 'shownToAll'),
  ];
  const head = ['median (least to most)', 'by the leader', 'by a follower', 'ratio'];
  process.stdout.write(`${formatTable(head, rows)}\n`);
}

async function change(author: Instance, instances: ThreeInstances, title: string): Promise<Times> {
  const submit = await typeCard(author, title);
  await submit();
  await author.page.waitForTimeout(pauseMs);
  for (const { page } of instances) await untilSettled(page, title, pollingMs);
  const { entered, shown, settled } = await cardTimesOf(author.page, title);
  const others = instances.filter((instance) => instance !== author);
  const shownToOthers = await Promise.all(
    others.map(async ({ page }) => (await cardTimesOf(page, title)).shown ?? Number.NaN),
  );
  const last = Math.max(...shownToOthers);
  if (entered === undefined || shown === undefined || settled === undefined || Number.isNaN(last)) {
    throw new Error(`a time of "${title}" is missing`);
  }
  return { shown: shown - entered, settled: settled - entered, shownToAll: last - entered };
}
