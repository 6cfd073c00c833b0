import { expect, it } from 'vitest';
import { noBallot } from '../model/ballot.ts';
import { noSlot, replicaId } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import { Cluster } from '../testing/cluster.ts';
import { calmRounds, Election } from './election.ts';

/** Ticks until there is a leader other than `a`, at most 60. */
function ticksToNewLeader(cluster: Cluster): number {
  for (let tick = 1; tick <= 60; tick += 1) {
    cluster.run(1);
    if (cluster.leaders().some((leader) => leader !== 'a')) return tick;
  }
  return Number.POSITIVE_INFINITY;
}

it.each([3, 5])(
  '%d voters have a new leader within three ticks after the links to the old one closed',
  (count) => {
    const cluster = Cluster.ready(count);
    cluster.crash('a');
    expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(3);
  },
);

it('the last to notice the loss of the leader takes over at once', () => {
  const cluster = Cluster.ready(3);
  cluster.cut('a', 'b');
  cluster.run(2);
  expect(cluster.leaders()).toEqual(['a']);
  cluster.crash('a');
  expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(3);
});

it('a voter that alone has lost the leader leaves it in peace', () => {
  const cluster = Cluster.ready(5);
  const { leader } = cluster.status('c');
  cluster.cut('a', 'b');
  cluster.run(100);
  expect(cluster.status('c').leader).toEqual(leader);
});

it('a voter without a majority asks once in a round, not in every tick', () => {
  const cluster = Cluster.ready(5);
  for (const gone of ['a', 'b', 'c']) cluster.crash(gone);
  cluster.run(10);
  let heartbeats = 0;
  cluster.losing(({ from, message }) => {
    if (from === 'd' && message.type === 'heartbeat') heartbeats += 1;
    return false;
  });
  cluster.run(100);
  expect(heartbeats).toBe(10);
});

it('the last awaited reply elects a leader, without waiting for a tick', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  for (const id of ['b', 'c']) cluster.step(id, { type: 'tick' });
  cluster.deliver();
  expect(cluster.leaders()).toHaveLength(1);
});

it('a candidacy after a hand-over begins the calm rounds anew', () => {
  const [id, other] = [replicaId('a'), replicaId('b')];
  const election = new Election(id, { ...defaultLimits, heartbeatTicks: 1 }, () => 0);
  const view = {
    configuration: { generation: 1, voters: [id, other], sharedThrough: noSlot },
    epoch: noSlot,
    proposing: true,
    promised: noBallot,
    fit: true,
  };
  const happyRounds = (count: number) => {
    for (let rounds = 0; rounds < count; rounds += 1) {
      const { round, nonce } = election;
      election.noteReply(other, round, nonce, { ballot: noBallot, leader: election.leader, happy: true });
      expect(election.tick(view).type).toBe('round');
    }
  };
  election.takeOver(noSlot, noBallot);
  happyRounds(calmRounds - 1);
  election.takeOver(noSlot, noBallot);
  happyRounds(calmRounds - 1);
  expect(election.failedCandidacies).toBe(2);
  happyRounds(1);
  expect(election.failedCandidacies).toBe(0);
});
