/**
 * `npm run bench:failover -- [--rounds 10]`: the time until a board decides again after the process of its leader is killed. The built
 * app in three Chromium processes on this machine; loopback only; about ten seconds per round.
 *
 * In each round the leader is killed (`kill -9`), and another instance submits a change at the same moment. The time runs from the kill
 * until the change is settled.
 */

import { parseArgs } from 'node:util';
import { cardTimesScript, typeCard, untilSettled, watchCards } from './app/card-times.ts';
import { boardName, leaderAndFollower, type ThreeInstances, withThreeInstances } from './app/instances.ts';
import { parseCount } from './options/count.ts';
import { quantileOf, spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

/** The most by which a measured time is too long, milliseconds. */
const pollingMs = 10;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = parseCount('--rounds', values.rounds);

await withThreeInstances(async (instances) => {
  const script = await cardTimesScript();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const time = await killLeader(instances, script, `After kill ${round}`);
    times.push(time);
    process.stdout.write(`${Math.round(time)} ms\n`);
  }
  const rows = [
    ['settled after the kill, ms', formatSpread(spreadOf(times), 0)],
    ['  99 of 100 within, ms', quantileOf(times, 0.99).toFixed(0)],
  ];
  process.stdout.write(`${formatTable(['median (least to most)', `${rounds} kills of the leader`], rows)}\n`);
});

async function killLeader(instances: ThreeInstances, script: string, title: string): Promise<number> {
  for (const instance of instances) await instance.expectVoters(3);
  const { leader, follower } = await leaderAndFollower(instances);
  await watchCards(follower, script);
  const submit = await typeCard(follower, title);
  const begun = performance.now();
  const settle = async (): Promise<number> => {
    await submit();
    await untilSettled(follower.page, title, pollingMs);
    return performance.now() - begun;
  };
  const [, time] = await Promise.all([leader.kill(), settle()]);
  await leader.restart(boardName);
  return time;
}
