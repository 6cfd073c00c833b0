import { describe, expect, it } from 'vitest';
import { silentTicks } from '../../replica/voters/voter-policy.ts';
import { defaultLimits } from '../model/limits.ts';
import { Cluster } from '../testing/cluster.ts';
import { restRounds } from './heartbeats.ts';

const { heartbeatTicks } = defaultLimits;

/** Rounds in which messages are counted: a multiple of {@link restRounds}. */
const countedRounds = 10 * restRounds;

/** `count` linked members, of which the first `voters` vote; `a` leads. */
function board(count: number, voters: number): Cluster {
  const cluster = new Cluster(count);
  cluster.run(40);
  cluster.replica('a').step({ type: 'reconfigure', voters: cluster.ids.slice(0, voters) });
  cluster.run(60);
  expect(cluster.status('a').configuration?.voters).toHaveLength(voters);
  return cluster;
}

/** Heartbeats and replies that each member sends or receives in a round, at rest. */
function messagesPerRound(cluster: Cluster): Map<string, number> {
  const counts = new Map<string, number>();
  cluster.losing(({ from, to, message }) => {
    expect(message.type).toMatch(/^heartbeat/);
    for (const end of [from, to]) counts.set(end, (counts.get(end) ?? 0) + 1 / countedRounds);
    return false;
  });
  cluster.run(countedRounds * heartbeatTicks);
  cluster.losing(() => false);
  return counts;
}

describe('at rest', () => {
  it('a member without a vote exchanges no more messages with eleven others than with seven', () => {
    const [eight, twelve] = [board(8, 5), board(12, 5)].map((cluster) => messagesPerRound(cluster).get('h'));
    expect(twelve).toBeCloseTo(eight ?? 0, 5);
    expect(twelve).toBeCloseTo(2 + (2 * 4) / restRounds, 5);
  });

  it('a follower asks the leader in each round, and the others in every third', () => {
    const counts = messagesPerRound(board(12, 5));
    const withLeader = 4;
    const withFollowers = (4 * 3) / restRounds;
    const withLearners = (2 * 7) / restRounds;
    expect(counts.get('b')).toBeCloseTo(withLeader + withFollowers + withLearners, 5);
  });

  it('the leader exchanges messages with all, in each round', () => {
    expect(messagesPerRound(board(12, 5)).get('a')).toBeCloseTo(2 * 11 + 2 * 4, 5);
  });

  it('every voter hears from each present member before the policy would take it for absent', () => {
    const cluster = board(7, 5);
    for (let round = 0; round < countedRounds; round += 1) {
      cluster.run(heartbeatTicks);
      for (const voter of ['a', 'b', 'c', 'd', 'e'])
        for (const { heardTicksAgo } of cluster.status(voter).peers)
          expect(heardTicksAgo).toBeLessThan(silentTicks);
    }
  });
});

it('a voter that has lost the leader asks all others in each round', () => {
  const cluster = board(7, 5);
  cluster.cut('a', 'b');
  cluster.run(2 * heartbeatTicks);
  const asked = new Set<string>();
  cluster.losing(({ from, to, message }) => {
    if (from === 'b' && message.type === 'heartbeat') asked.add(to);
    return false;
  });
  cluster.run(heartbeatTicks);
  expect([...asked].sort()).toEqual(['c', 'd', 'e', 'f', 'g']);
});

it('a member without a vote that has lost the leader finds another way to it within two rounds', () => {
  const cluster = board(7, 5);
  cluster.cut('a', 'g');
  cluster.submit('g', 'by another way');
  cluster.run(4 * heartbeatTicks);
  expect(cluster.applied('a')).toEqual(['by another way']);
});
