/** The proposals of a new leader. */

import { describe, expect, it } from 'vitest';
import type { AcceptedEntry, PromiseReply } from '../messages.ts';
import { type Ballot, noBallot } from '../model/ballot.ts';
import { configuration } from '../model/configuration.ts';
import { type Entry, noop } from '../model/entry.ts';
import { type ReplicaId, replicaId, slot } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { groupOf } from '../testing/groups.ts';
import { Candidacy } from './candidacy.ts';

const [a, b, c] = ['a', 'b', 'c'].map(replicaId) as [ReplicaId, ReplicaId, ReplicaId];
const ballot = (round: number): Ballot => ({ epoch: slot(1), round, replica: a });
const entry = (sequence: number): Entry => ({
  type: 'commands',
  groups: [groupOf(a, sequence)],
});
const accepted = (position: number, round: number, what: Entry): AcceptedEntry => ({
  slot: slot(position),
  ballot: ballot(round),
  entry: what,
});
const promise = (reports: readonly AcceptedEntry[], decidedThrough = 0, from = 1): PromiseReply => ({
  type: 'promise',
  ballot: ballot(9),
  prepared: slot(1),
  firstSlot: slot(from),
  decidedThrough: slot(decidedThrough),
  compactedThrough: slot(0),
  accepted: reports,
});
const candidacy = () => new Candidacy(ballot(9), slot(1), configuration(1, [a, b, c]), 0);

describe('a candidate', () => {
  it('needs the promises of a majority', () => {
    const asking = candidacy();
    asking.note(a, promise([]));
    expect(asking.isComplete(slot(0))).toBe(false);
    asking.note(replicaId('stranger'), promise([]));
    expect(asking.isComplete(slot(0))).toBe(false);
    asking.note(b, promise([]));
    expect(asking.isComplete(slot(0))).toBe(true);
  });

  it('first catches up with slots that a promise omits as decided', () => {
    const asking = candidacy();
    asking.note(a, promise([]));
    asking.note(b, promise([], 10, 11));
    expect(asking.isComplete(slot(9))).toBe(false);
    expect(asking.isComplete(slot(10))).toBe(true);
  });

  it('proposes in each slot the reported entry of the highest ballot', () => {
    const asking = candidacy();
    asking.note(a, promise([accepted(1, 3, entry(1)), accepted(2, 5, entry(2))]));
    asking.note(b, promise([accepted(1, 4, entry(7)), accepted(2, 4, entry(8))]));
    expect(asking.recovered(slot(0))).toEqual([entry(7), entry(2)]);
  });

  it('fills a slot without a report with a noop: no permanent hole', () => {
    const asking = candidacy();
    asking.note(a, promise([accepted(3, 3, entry(3))]));
    expect(asking.recovered(slot(0))).toEqual([noop, noop, entry(3)]);
  });

  it('does not touch decided slots', () => {
    const asking = candidacy();
    asking.note(a, promise([accepted(1, 3, entry(1)), accepted(2, 3, entry(2))]));
    expect(asking.recovered(slot(1))).toEqual([entry(2)]);
  });

  it('proposes nothing after a configuration: its own voters must be asked', () => {
    const asking = candidacy();
    const change: Entry = { type: 'configuration', configuration: configuration(1, [a, b]) };
    asking.note(a, promise([accepted(1, 3, change), accepted(2, 3, entry(2))]));
    expect(asking.recovered(slot(0))).toEqual([change]);
  });

  it('proposes no configuration of earlier voters, which can no longer be decided', () => {
    const asking = new Candidacy(
      { epoch: slot(2), round: 9, replica: a },
      slot(3),
      configuration(1, [a, b, c]),
      0,
    );
    const change: Entry = { type: 'configuration', configuration: configuration(1, [b]) };
    asking.note(a, promise([accepted(3, 3, entry(1)), accepted(4, 3, change), accepted(5, 3, entry(2))]));
    expect(asking.recovered(slot(2))).toEqual([entry(1), noop, entry(2)]);
  });

  it('proposes a configuration that a voter knows to be decided', () => {
    const asking = new Candidacy(
      { epoch: slot(2), round: 9, replica: a },
      slot(3),
      configuration(1, [a, b, c]),
      0,
    );
    const change: Entry = { type: 'configuration', configuration: configuration(1, [b]) };
    asking.note(a, promise([{ slot: slot(3), ballot: noBallot, entry: change }]));
    expect(asking.recovered(slot(2))).toEqual([change]);
  });
});

describe('duelling proposers', () => {
  it('a later proposer proposes an entry that may have been chosen', () => {
    const cluster = Cluster.ready(3);
    cluster.losing(
      ({ message, to }) => message.type === 'accept' || (message.type === 'propose' && to === 'c'),
    );
    cluster.submit('a', 'chosen by a and b');
    cluster.deliver();
    cluster.crash('a');
    cluster.losingNothing();
    cluster.submit('c', 'late');
    cluster.run(80);
    expect(cluster.applied('c')).toEqual(['chosen by a and b', 'late']);
    expect(cluster.applied('b')).toEqual(['chosen by a and b', 'late']);
  });

  it('a rejected proposer waits for the election, and one of them leads in the end', () => {
    const cluster = Cluster.ready(3);
    cluster.crash('a');
    cluster.losing(({ message }) => message.type === 'promise');
    cluster.run(60);
    expect(cluster.leaders()).toEqual([]);
    cluster.losingNothing();
    cluster.run(600);
    expect(cluster.leaders()).toHaveLength(1);
    const changes = cluster.trace('b').length + cluster.trace('c').length;
    cluster.run(400);
    expect(cluster.trace('b').length + cluster.trace('c').length).toBe(changes);
  });

  it('lost proposals of one slot leave no hole', () => {
    const cluster = Cluster.ready(3);
    const lost = cluster.status('a').lastSlot + 1;
    cluster.losing(
      ({ message }) => message.type === 'propose' && message.firstSlot === lost && message.entries.length > 0,
    );
    cluster.submit('a', '1');
    cluster.deliver();
    cluster.submit('a', '2');
    cluster.deliver();
    cluster.losingNothing();
    cluster.run(40);
    for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['1', '2']);
  });
});

it('runs phase 1 once per leadership, not per slot', () => {
  const cluster = Cluster.ready(3);
  let prepares = 0;
  cluster.losing(({ message }) => {
    if (message.type === 'prepare') prepares += 1;
    return false;
  });
  for (let number = 0; number < 50; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(1);
  }
  expect(prepares).toBe(0);
  expect(cluster.applied('c')).toHaveLength(50);
});

it('keeps no more slots in flight than its window, and batches queued commands', () => {
  const cluster = Cluster.ready(3, { windowSlots: 4 });
  cluster.losing(({ message }) => message.type === 'accept');
  for (let number = 0; number < 40; number += 1) cluster.submit('a', `${number}`);
  cluster.deliver();
  const { lastSlot, decidedThrough } = cluster.status('a');
  expect(lastSlot - decidedThrough).toBe(4);
  cluster.losingNothing();
  cluster.run(40);
  expect(cluster.applied('b')).toHaveLength(40);
  expect(cluster.status('a').lastSlot - decidedThrough).toBeLessThanOrEqual(6);
});
