import { expect, it } from 'vitest';
import { encodeSnapshot } from '../catch-up/snapshot.ts';
import { noBallot } from '../model/ballot.ts';
import { configuration } from '../model/configuration.ts';
import { noSlot, replicaId, slot } from '../model/ids.ts';
import { Replica } from '../replica.ts';
import { Cluster } from '../testing/cluster.ts';
import { recovered } from '../testing/recovered.ts';

it('one device continues alone after a person confirms it, with everything it knew', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('c', 'before');
  cluster.run(20);
  cluster.crash('a');
  cluster.crash('b');
  cluster.run(60);
  cluster.submit('c', 'pending');
  cluster.run(60);
  expect(cluster.applied('c')).toEqual(['before']);
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['before', 'pending']);
  expect(cluster.status('c').configuration?.voters).toEqual(['c']);
  expect(cluster.status('c').generation).toBeGreaterThan(1);
});

it('an entry that it accepted without learning the decision survives the recovery', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ message }) => message.type === 'accept');
  cluster.submit('a', 'accepted by all');
  cluster.deliver();
  cluster.crash('a');
  cluster.crash('b');
  cluster.losingNothing();
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['accepted by all']);
});

it('a replica of the old generation halts when it meets the new one, and keeps its state', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  cluster.crash('b');
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  cluster.restart('a');
  cluster.run(30);
  expect(cluster.status('a')).toMatchObject({ role: 'halted', halted: { reason: 'superseded' } });
  expect(cluster.status('c').role).toBe('leader');
});

it('a recovery survives a crash, and newcomers join the new generation', () => {
  const cluster = new Cluster(3);
  cluster.run(40);
  cluster.crash('c');
  cluster.step('a', { type: 'reconfigure', voters: [replicaId('a'), replicaId('b')] });
  cluster.run(20);
  cluster.crash('b');
  cluster.step('a', { type: 'recover' });
  cluster.run(5);
  cluster.crash('a');
  cluster.restart('a');
  cluster.run(20);
  expect(cluster.status('a').generation).toBeGreaterThan(1);
  cluster.submit('a', 'on');
  cluster.run(10);
  expect(cluster.applied('a')).toEqual(['on']);
});

it('a newcomer learns the history before the recovery: from the log, from a snapshot, and after a restart', () => {
  for (const limits of [{}, { snapshotSlots: 8, retainedSlots: 2 }]) {
    const cluster = recovered(limits);
    cluster.restart('b');
    cluster.run(30);
    const { generation } = cluster.status('a');
    expect(cluster.status('b')).toMatchObject({ role: 'learner', generation });
    expect(cluster.applied('b')).toEqual(cluster.applied('a'));
  }
});

it('a newcomer that restarts in the middle of that history continues from there', () => {
  const cluster = recovered();
  cluster.losing(({ to, message }) => to === 'b' && message.type === 'learned' && message.firstSlot > 1);
  const { decidedThrough: first, generation } = cluster.status('a');
  cluster.restart('b');
  cluster.receive('b', 'a', {
    type: 'learned',
    generation,
    firstSlot: slot(1),
    entries: [{ type: 'configuration', configuration: { generation: 1, voters: [replicaId('a')] } }],
    decidedThrough: first,
  });
  cluster.crash('b');
  cluster.losingNothing();
  cluster.restart('b');
  cluster.run(30);
  expect(cluster.applied('b')).toEqual(cluster.applied('a'));
});

it('of two devices that recovered independently, one halts when they meet', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  cluster.connectOnly();
  cluster.step('b', { type: 'recover' });
  cluster.step('c', { type: 'recover' });
  cluster.run(30);
  expect(cluster.leaders()).toEqual(['b', 'c']);
  cluster.join('b', 'c');
  cluster.run(30);
  expect(cluster.leaders()).toHaveLength(1);
  expect(['b', 'c'].map((id) => cluster.status(id).role)).toContain('halted');
});

it('before the recovery is durable nothing is sent or handed out, and a crash undoes it', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ message }) => message.type === 'accept');
  cluster.submit('a', 'accepted by all');
  cluster.deliver();
  cluster.stallStorage('c');
  cluster.step('c', { type: 'recover' });
  cluster.losingNothing();
  cluster.cut('a', 'c');
  cluster.join('a', 'c');
  cluster.run(30);
  expect(cluster.applied('c')).toEqual([]);
  expect(cluster.status('a').role).not.toBe('halted');
  cluster.crash('c');
  cluster.resumeStorage('c');
  cluster.restart('c');
  cluster.run(60);
  expect(cluster.status('c').generation).toBe(1);
  expect(cluster.applied('c')).toEqual(['accepted by all']);
});

it('entries after a gap are decided as well, and the gap is filled', () => {
  const cluster = Cluster.ready(3);
  const { lastSlot } = cluster.status('c');
  cluster.losing(
    ({ to, message }) =>
      message.type === 'accept' ||
      (to === 'c' && message.type === 'propose' && message.firstSlot === lastSlot + 1),
  );
  cluster.submit('a', 'lost on the way to c');
  cluster.deliver();
  cluster.submit('b', 'behind it');
  cluster.deliver();
  cluster.crash('a');
  cluster.crash('b');
  cluster.losingNothing();
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['behind it']);
  expect(cluster.status('c').configuration?.voters).toEqual(['c']);
});

it('voters of the old generation do not return from entries after a gap', () => {
  const cluster = Cluster.ready(3);
  const { lastSlot } = cluster.status('c');
  cluster.losing(
    ({ to, message }) =>
      message.type === 'accept' ||
      (to === 'c' && message.type === 'propose' && message.firstSlot === lastSlot + 1),
  );
  cluster.submit('a', 'lost on the way to c');
  cluster.deliver();
  cluster.step('a', { type: 'reconfigure', voters: [replicaId('a'), replicaId('b')] });
  cluster.deliver();
  cluster.crash('a');
  cluster.crash('b');
  cluster.losingNothing();
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  cluster.submit('c', 'on');
  cluster.run(20);
  expect(cluster.status('c').configuration?.voters).toEqual(['c']);
  expect(cluster.applied('c')).toEqual(['on']);
});

const configured = (generation: number, id: string, decidedThrough: number): Replica => {
  const entry = { type: 'configuration', configuration: configuration(1, [replicaId('a')]) } as const;
  return new Replica({
    id: replicaId(id),
    random: () => 0,
    state: {
      generation,
      promised: noBallot,
      decidedThrough: slot(decidedThrough),
      compactedThrough: noSlot,
      records: [{ slot: slot(1), ballot: noBallot, entry }],
    },
  });
};

it('an earlier write that becomes durable does not confirm the recovery', () => {
  const replica = configured(1, 'b', 1);
  const ballot = { epoch: slot(1), round: 1, replica: replicaId('a') };
  replica.step({ type: 'link', peer: replicaId('a'), state: 'up' });
  const prepare = { type: 'prepare', generation: 1, ballot, firstSlot: slot(2) } as const;
  replica.step({ type: 'receive', from: replicaId('a'), message: prepare });
  replica.step({ type: 'recover' });
  const [promise, recovery] = replica.drain().writes;
  if (promise === undefined || recovery === undefined) throw new RangeError('there are two writes');
  replica.step({ type: 'persisted', number: promise.number });
  expect(replica.drain()).toMatchObject({ decided: [], messages: [] });
  replica.step({ type: 'persisted', number: recovery.number });
  expect(replica.drain().decided).toHaveLength(1);
  expect(replica.status().configuration?.voters).toEqual(['b']);
});

it('nothing is written on top of a recovery that is not durable', () => {
  const replica = configured(1, 'b', 1);
  replica.step({ type: 'recover' });
  replica.drain();
  const base = {
    through: slot(1),
    epoch: slot(1),
    configuration: configuration(1, [replicaId('b')]),
    sessions: [],
  };
  const image = encodeSnapshot({ ...base, state: new Uint8Array() });
  replica.step({ type: 'compact', base, image });
  for (let ticks = 0; ticks < 100; ticks += 1) replica.step({ type: 'tick' });
  expect(replica.drain()).toMatchObject({ writes: [], messages: [] });
});

it('reports from the old generation make no replica a voter in the new one', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ from }) => from !== 'c');
  cluster.step('c', { type: 'recover' });
  cluster.run(5);
  expect(cluster.status('c').role).toBe('leader');
  cluster.step('c', { type: 'reconfigure', voters: [replicaId('a'), replicaId('c')] });
  cluster.run(5);
  expect(cluster.status('c').configuration?.voters).toEqual(['c']);
});

it('a newcomer that knows only old voters recovers into a generation above its own', () => {
  const replica = configured(9, 'b', 1);
  replica.step({ type: 'recover' });
  expect(replica.drain().writes.at(-1)?.generation).toBe(10);
});

it('accepts of higher ballots in the old generation do not block decisions in the new one', () => {
  const cluster = Cluster.ready(3);
  const { decidedThrough } = cluster.status('c');
  // The others have accepted proposals, under later voters, that it never received.
  const ballot = { epoch: slot(decidedThrough + 9), round: 9, replica: replicaId('a') };
  for (let ahead = 1; ahead < 9; ahead += 1) {
    const at = slot(decidedThrough + ahead);
    cluster.receive('c', 'a', { type: 'accept', generation: 1, ballot, firstSlot: at, through: at });
  }
  cluster.crash('a');
  cluster.crash('b');
  cluster.run(60);
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  for (const text of ['x', 'y', 'z']) {
    cluster.submit('c', text);
    cluster.run(20);
  }
  expect(cluster.applied('c')).toEqual(['x', 'y', 'z']);
});

it('a prepare that waits for a later epoch gets no promise in the new generation', () => {
  const cluster = Cluster.ready(3);
  const ballot = { epoch: slot(cluster.status('c').decidedThrough + 1), round: 99, replica: replicaId('a') };
  cluster.losing(({ from }) => from !== 'c');
  cluster.receive('c', 'a', { type: 'prepare', generation: 1, ballot, firstSlot: ballot.epoch });
  cluster.step('c', { type: 'recover' });
  cluster.run(10);
  expect(cluster.status('c')).toMatchObject({ role: 'leader', promised: { replica: 'c' } });
});
