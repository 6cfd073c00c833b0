import { expect, it } from 'vitest';
import { type Ballot, noBallot } from '../model/ballot.ts';
import { noSlot, replicaId, type Slot, slot } from '../model/ids.ts';
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

const [id, other] = [replicaId('a'), replicaId('b')];

/** One of two voters, with a round in each tick. */
function oneOfTwo() {
  const election = new Election(id, { ...defaultLimits, heartbeatTicks: 1 }, () => 0);
  const view = {
    configuration: { generation: 1, voters: [id, other], sharedThrough: noSlot },
    epoch: noSlot,
    proposing: true,
    promised: noBallot,
    fit: true,
  };
  /** The other voter replies in this round, and the round ends. */
  const round = (leader: Ballot, { happy = true, proposing = true } = {}) => {
    election.noteReply(other, election.round, election.nonce, { ballot: noBallot, leader, happy });
    return election.tick({ ...view, proposing }).type;
  };
  return { election, round };
}

it('a candidacy after a hand-over begins the calm rounds anew', () => {
  const { election, round } = oneOfTwo();
  const happyRounds = (count: number) => {
    for (let rounds = 0; rounds < count; rounds += 1) expect(round(election.leader)).toBe('round');
  };
  election.takeOver(noSlot, noBallot);
  happyRounds(calmRounds - 1);
  election.takeOver(noSlot, noBallot);
  happyRounds(calmRounds - 1);
  expect(election.failedCandidacies).toBe(2);
  happyRounds(1);
  expect(election.failedCandidacies).toBe(0);
});

it('a voter that has handed leadership over does not stand for some rounds, then again', () => {
  const { election, round } = oneOfTwo();
  election.abstain(3);
  const steps = Array.from({ length: 3 }, () => round(noBallot, { happy: false, proposing: false }));
  expect(steps).toEqual(['round', 'round', 'takeOver']);
});

it('a leader with a majority does not yield to a ballot in an epoch that it has not learned', () => {
  const { election, round } = oneOfTwo();
  const reported = (epoch: Slot) => {
    const leader = { epoch, round: 9, replica: replicaId('c') };
    election.noteReply(leader.replica, election.round, election.nonce, {
      ballot: noBallot,
      leader,
      happy: false,
    });
  };
  election.takeOver(noSlot, noBallot);
  reported(slot(5));
  expect(round(election.leader)).toBe('round');
  expect(election.leader.replica).toBe(id);
  // One in its own epoch counts.
  reported(noSlot);
  expect(round(election.leader)).toBe('stepDown');
});
