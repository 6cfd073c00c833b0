import { expect, it } from 'vitest';
import { numbersFrom } from '../../testing/random.ts';
import { noBallot } from '../model/ballot.ts';
import { replicaId, slot } from '../model/ids.ts';
import { Replica } from '../replica.ts';
import { Cluster } from '../testing/cluster.ts';
import { groupOf } from '../testing/groups.ts';

it('a message of a lower generation is answered with superseded, and changes nothing', () => {
  const [b, c] = [replicaId('b'), replicaId('c')];
  const recovered = { generation: 2, voters: [b] };
  const replica = new Replica({
    id: b,
    random: numbersFrom(1),
    state: {
      generation: 2,
      promised: noBallot,
      decidedThrough: slot(1),
      compactedThrough: slot(0),
      records: [
        { slot: slot(1), ballot: noBallot, entry: { type: 'configuration', configuration: recovered } },
      ],
    },
  });
  replica.step({ type: 'link', peer: c, state: 'up' });
  replica.drain();
  const before = replica.status();
  const prepare = {
    type: 'prepare',
    ballot: { epoch: slot(1), round: 9, replica: c },
    firstSlot: slot(1),
  } as const;
  replica.step({ type: 'receive', from: c, message: { ...prepare, generation: 1 } });
  const message = { type: 'superseded', generation: 2, sharedThrough: 0, decidedThrough: 1 };
  expect(replica.drain().messages).toEqual([{ to: c, message }]);
  expect(replica.status()).toEqual(before);
});

it('a replica that receives a message of a higher generation halts', () => {
  const cluster = Cluster.ready(3);
  cluster.receive('a', 'b', {
    type: 'superseded',
    generation: 2,
    sharedThrough: slot(1),
    decidedThrough: slot(3),
  });
  expect(cluster.status('a')).toMatchObject({ role: 'halted', halted: { reason: 'superseded' } });
});

it('a failed invariant halts the replica: it sends nothing more, and keeps its state', () => {
  const cluster = Cluster.ready(3);
  const { leader, decidedThrough, lastSlot } = cluster.status('b');
  cluster.submit('a', 'x');
  cluster.deliver(['propose']);
  cluster.receive('b', 'a', {
    type: 'propose',
    generation: 1,
    ballot: leader,
    firstSlot: slot(lastSlot + 1),
    entries: [{ type: 'commands', groups: [groupOf('a', 99)] }],
    decidedThrough,
  });
  expect(cluster.status('b')).toMatchObject({ role: 'halted', halted: { reason: 'invariant' } });
  expect(cluster.status('b').halted?.why).toMatch(/two entries were proposed/);
  cluster.step('b', { type: 'tick' });
  expect(cluster.replica('b').drain().messages).toEqual([]);
});

it('superseded replicas stay halted when they restart while the newer generation is unreachable', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'before');
  cluster.run(20);
  cluster.connectOnly(['a', 'b']);
  cluster.run(60);
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  cluster.connectOnly(['a', 'b'], ['a', 'c'], ['b', 'c']);
  cluster.run(20);
  for (const id of ['a', 'b']) expect(cluster.status(id)).toMatchObject({ halted: { reason: 'superseded' } });
  for (const id of ['a', 'b', 'c']) cluster.crash(id);
  for (const id of ['a', 'b']) cluster.restart(id);
  cluster.run(200);
  cluster.step('a', { type: 'submit', group: groupOf('a', 2, 'after') });
  cluster.run(60);
  for (const id of ['a', 'b']) {
    expect(cluster.status(id)).toMatchObject({ role: 'halted', halted: { reason: 'superseded' } });
    // Its state is still handed out, so that a person can export it.
    expect(cluster.applied(id)).toEqual(['before']);
  }
});
