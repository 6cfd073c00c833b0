import { expect, it } from 'vitest';
import type { DurableState } from '../effects.ts';
import { noBallot } from '../model/ballot.ts';
import { noSlot, replicaId, slot } from '../model/ids.ts';
import { Replica } from '../replica.ts';
import { Cluster } from '../testing/cluster.ts';

const rolledBack = { role: 'halted', halted: { reason: 'rolledBack' } };

it('a replica whose storage lost an accept halts when it meets a peer that received it', () => {
  const cluster = Cluster.ready(3);
  cluster.keepStorage('c');
  cluster.crash('a');
  cluster.run(60);
  cluster.submit('b', 'with b and c');
  cluster.run(20);
  cluster.crash('c');
  cluster.rollBackStorage('c');
  cluster.restart('c');
  cluster.deliver();
  expect(cluster.status('c')).toMatchObject(rolledBack);
});

it('a replica whose storage lost an accept in its promised ballot halts as well', () => {
  const cluster = Cluster.ready(3);
  cluster.keepStorage('c');
  const { promised } = cluster.status('c');
  cluster.submit('a', 'forgotten by c');
  cluster.run(20);
  expect(cluster.status('c').promised).toEqual(promised);
  cluster.crash('c');
  cluster.rollBackStorage('c');
  cluster.restart('c');
  cluster.deliver();
  expect(cluster.status('c')).toMatchObject(rolledBack);
});

it('it neither promises nor accepts before it halts, and stays halted when it restarts alone', () => {
  const cluster = Cluster.ready(3);
  cluster.keepStorage('c');
  cluster.crash('a');
  cluster.run(60);
  cluster.submit('b', 'with b and c');
  cluster.run(20);
  cluster.crash('c');
  cluster.rollBackStorage('c');
  const said: string[] = [];
  cluster.losing(({ from, message }) => {
    if (from === 'c') said.push(message.type);
    return false;
  });
  cluster.restart('c');
  cluster.run(60);
  expect(said).not.toContain('promise');
  expect(said).not.toContain('accept');
  cluster.crash('b');
  cluster.crash('c');
  cluster.restart('c');
  cluster.run(60);
  expect(cluster.status('c')).toMatchObject(rolledBack);
});

it('a peer that has restarted since reports it as well, for a ballot that its storage holds', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  cluster.keepStorage('b');
  cluster.keepStorage('c');
  cluster.run(100);
  const [leader] = cluster.leaders();
  const other = leader === 'b' ? 'c' : 'b';
  if (leader === undefined) throw new Error('b or c leads');
  cluster.crash(leader);
  cluster.rollBackStorage(leader);
  cluster.crash(other);
  cluster.restart(other);
  cluster.restart(leader);
  cluster.deliver();
  expect(cluster.status(leader)).toMatchObject(rolledBack);
});

it('a replica that restarts with everything that it confirmed continues', () => {
  const cluster = Cluster.ready(3);
  for (const id of cluster.ids) {
    cluster.crash(id);
    cluster.restart(id);
    cluster.run(40);
  }
  expect(cluster.ids.map((id) => cluster.status(id).role).sort()).toEqual(['follower', 'follower', 'leader']);
});

const stored = (promised: DurableState['promised']): Replica =>
  new Replica({
    id: replicaId('a'),
    random: () => 0,
    state: {
      generation: 1,
      promised,
      decidedThrough: noSlot,
      compactedThrough: noSlot,
      records: [],
    },
  });

it('a promised ballot does not halt it; a higher one does, in any message', () => {
  const b = replicaId('b');
  const ballot = { epoch: slot(1), round: 4, replica: replicaId('a') };
  const heartbeat = {
    type: 'heartbeat',
    generation: 1,
    round: 1,
    nonce: 1,
    leader: noBallot,
    happy: false,
    decidedThrough: noSlot,
    storedThrough: noSlot,
    sharedThrough: noSlot,
  } as const;
  const meets = (yours: DurableState['promised'], acceptedThrough = noSlot): string | undefined => {
    const replica = stored(ballot);
    replica.step({ type: 'link', peer: b, state: 'up' });
    replica.step({
      type: 'receive',
      from: b,
      message: { ...heartbeat, yours: { ballot: yours, acceptedThrough } },
    });
    return replica.status().halted?.reason;
  };
  expect(meets(noBallot)).toBeUndefined();
  expect(meets(ballot)).toBeUndefined();
  expect(meets({ ...ballot, round: 5 })).toBe('rolledBack');
  expect(meets(ballot, slot(1))).toBe('rolledBack');
});
