import { expect, it } from 'vitest';
import type { DurableState } from '../effects.ts';
import { noBallot } from '../model/ballot.ts';
import { configuration } from '../model/configuration.ts';
import { noop } from '../model/entry.ts';
import { nextSlot, noSlot, replicaId, slot } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
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

it.each(['b', 'e'])('so does one whose accept only the leader has received, which has failed (%s)', (id) => {
  const cluster = Cluster.ready(5);
  cluster.keepStorage(id);
  cluster.submit('a', 'x');
  // The accepts after that of the majority are reported once per heartbeat round.
  cluster.run(defaultLimits.heartbeatTicks);
  cluster.crash('a');
  cluster.crash(id);
  cluster.rollBackStorage(id);
  cluster.restart(id);
  cluster.deliver();
  expect(cluster.status(id)).toMatchObject(rolledBack);
});

it('a leader that decided a slot with a vote that was lost stops if the others have decided it otherwise', () => {
  const cluster = Cluster.ready(3, { checkpointSlots: 4 });
  cluster.run(20);
  cluster.keepStorage('b');
  cluster.losing(({ from, to }) => from === 'c' || to === 'c');
  cluster.submit('a', 'with b');
  // Also until the storage holds it as decided.
  cluster.run(40);
  cluster.crash('a');
  cluster.crash('b');
  cluster.rollBackStorage('b');
  cluster.losingNothing();
  cluster.restart('b');
  cluster.run(80);
  cluster.submit('c', 'with b again');
  cluster.run(20);
  cluster.restart('a');
  for (const text of ['x', 'y', 'z']) {
    cluster.submit('c', text);
    cluster.run(20);
  }
  expect(cluster.applied('b')).toEqual(['with b again', 'x', 'y', 'z']);
  expect(cluster.applied('c')).toEqual(cluster.applied('b'));
  expect(cluster.status('a').halted?.reason).toBe('diverged');
  expect(cluster.applied('a')).toEqual(['with b']);
});

it('a replica continues when it meets a peer that knows its accepts from the leader', () => {
  const cluster = Cluster.ready(5);
  cluster.cut('d', 'e');
  cluster.submit('a', 'x');
  cluster.run(20);
  cluster.join('d', 'e');
  cluster.run(20);
  for (const id of cluster.ids) expect(cluster.status(id).halted).toBeUndefined();
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

it('a former sole voter that has decided the same voters again halts when it meets one of them', () => {
  const [a, b] = [replicaId('a'), replicaId('b')];
  const ballot = (epoch: number, round: number) => ({ epoch: slot(epoch), round, replica: a });
  const voters = (...some: (typeof a)[]) =>
    ({ type: 'configuration', configuration: configuration(1, some) }) as const;
  // It founded the board, and accepted b as a voter; the decision, and the ballot 2/3 in which it led b, are lost.
  const replica = new Replica({
    id: a,
    random: () => 0,
    state: {
      generation: 1,
      promised: ballot(1, 2),
      decidedThrough: slot(1),
      compactedThrough: noSlot,
      records: [
        { slot: slot(1), ballot: ballot(0, 1), entry: voters(a) },
        { slot: slot(2), ballot: ballot(1, 2), entry: voters(a, b) },
      ],
    },
  });
  for (let tick = 0; tick < 100; tick += 1) {
    replica.step({ type: 'tick' });
    for (const { number } of replica.drain().writes) replica.step({ type: 'persisted', number });
  }
  expect(replica.status().promised).toEqual(ballot(2, 4));
  replica.step({ type: 'link', peer: b, state: 'up' });
  replica.step({
    type: 'receive',
    from: b,
    message: { ...heartbeat, yours: { ballot: ballot(2, 3), acceptedThrough: noSlot } },
  });
  expect(replica.status()).toMatchObject(rolledBack);
});

it('a candidate halts when a promise lists an entry in its ballot, in which it has proposed nothing', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'known to all');
  cluster.run(20);
  cluster.crash('a');
  cluster.losing(({ from, to, message }) => message.type === 'promise' && from !== to);
  const candidate = (): string | undefined =>
    ['b', 'c'].find((id) => cluster.status(id).role === 'candidate');
  for (let tick = 0; tick < 200 && candidate() === undefined; tick += 1) cluster.run(1);
  const id = candidate();
  if (id === undefined) throw new Error('b or c stands');
  const { promised: ballot, decidedThrough } = cluster.status(id);
  const at = nextSlot(decidedThrough);
  const accepted = [{ slot: at, ballot, entry: noop }];
  const promise = {
    type: 'promise',
    compactedThrough: noSlot,
    generation: 1,
    ballot,
    prepared: at,
    firstSlot: at,
    decidedThrough,
  } as const;
  cluster.receive(id, id === 'b' ? 'c' : 'b', { ...promise, accepted });
  expect(cluster.status(id)).toMatchObject(rolledBack);
});

it('a false list of gathered accepts stops the voter that it names, and no other', () => {
  const cluster = Cluster.ready(5);
  const { decidedThrough, promised } = cluster.status('e');
  const never = slot(decidedThrough + 9);
  cluster.receive('b', 'e', {
    type: 'propose',
    generation: 1,
    ballot: { ...promised, round: promised.round - 1, replica: replicaId('e') },
    firstSlot: nextSlot(decidedThrough),
    entries: [],
    decidedThrough,
    gathered: [noSlot, noSlot, noSlot, never, noSlot],
  });
  cluster.cut('d', 'e');
  cluster.run(40);
  expect(cluster.status('d')).toMatchObject(rolledBack);
  cluster.submit('b', 'x');
  cluster.run(60);
  // Here e runs the program that it has modified there, and stops by itself.
  for (const id of ['a', 'b', 'c']) expect(cluster.applied(id)).toEqual(['x']);
});
