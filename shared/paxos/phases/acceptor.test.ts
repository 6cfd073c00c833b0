import { describe, expect, it } from 'vitest';
import { Log } from '../log/log.ts';
import { type Ballot, noBallot } from '../model/ballot.ts';
import type { Entry } from '../model/entry.ts';
import { replicaId, slot } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import { groupOf } from '../testing/groups.ts';
import { Acceptor } from './acceptor.ts';

const ballot = (round: number, epoch = 1): Ballot => ({ epoch: slot(epoch), round, replica: replicaId('a') });
const entry = (sequence: number, bytes = 1): Entry => ({
  type: 'commands',
  groups: [groupOf('a', sequence, new Uint8Array(bytes))],
});
const fresh = (limits = {}) => {
  const log = new Log();
  return { log, acceptor: new Acceptor(log, noBallot, { ...defaultLimits, ...limits }) };
};

describe('a promise', () => {
  it('rejects lower ballots, and those of earlier epochs', () => {
    const { acceptor } = fresh();
    expect(acceptor.promise(ballot(5))).toBe(true);
    expect(acceptor.promise(ballot(5))).toBe(false);
    expect(acceptor.allows(ballot(4))).toBe(false);
    expect(acceptor.allows(ballot(99, 0))).toBe(false);
    expect(acceptor.allows(ballot(1, 2))).toBe(true);
    expect(() => acceptor.promise(ballot(4))).toThrow(/promised/);
  });

  it('is raised by an accepted proposal, which must then be written', () => {
    const { acceptor } = fresh({ maxSlotsAhead: 2 });
    expect(acceptor.accept(ballot(3), slot(9), [entry(1)], slot(0))).toEqual({
      records: [],
      raised: true,
      through: 8,
    });
    expect(acceptor.promised).toEqual(ballot(3));
  });
});

describe('an accepted entry', () => {
  it('is replaced by a higher ballot, and kept in the same one', () => {
    const { acceptor, log } = fresh();
    acceptor.accept(ballot(1), slot(1), [entry(1)], slot(0));
    expect(acceptor.accept(ballot(1), slot(1), [entry(1)], slot(0)).records).toEqual([]);
    acceptor.accept(ballot(2), slot(1), [entry(2)], slot(0));
    expect(log.get(slot(1))).toEqual({ slot: 1, ballot: ballot(2), entry: entry(2) });
    expect(() => acceptor.accept(ballot(2), slot(1), [entry(3)], slot(0))).toThrow(/two entries/);
  });

  it('is never reported for a decided slot that holds another entry, or that was compacted', () => {
    const { acceptor, log } = fresh();
    log.set({ slot: slot(1), ballot: noBallot, entry: entry(1) });
    log.set({ slot: slot(2), ballot: noBallot, entry: entry(2) });
    log.decide(slot(2));
    const outdated = acceptor.accept(ballot(1), slot(1), [entry(1), entry(7), entry(8)], slot(2));
    expect(outdated).toMatchObject({ records: [], through: 1, outdatedAt: 2 });
    log.compact(slot(1));
    expect(acceptor.accept(ballot(1), slot(1), [entry(1)], slot(2))).toMatchObject({
      through: 0,
      outdatedAt: 1,
    });
  });

  it('is bounded in slots and in bytes, except in the next slot', () => {
    const { acceptor } = fresh({ maxSlotsAhead: 3, maxUndecidedBytes: 1_500 });
    const many = [1, 2, 3, 4].map((sequence) => entry(sequence));
    expect(acceptor.accept(ballot(1), slot(1), many, slot(0)).through).toBe(3);
    const big = [entry(5, 2_000), entry(6, 2_000)];
    expect(acceptor.accept(ballot(2), slot(1), big, slot(0)).through).toBe(1);
  });
});

describe('a report', () => {
  it('lists everything accepted from a slot up', () => {
    const { acceptor } = fresh();
    acceptor.accept(ballot(1), slot(1), [entry(1), entry(2), entry(3)], slot(0));
    const { firstSlot, accepted } = acceptor.report(slot(2), slot(1));
    expect(firstSlot).toBe(2);
    expect(accepted.map(({ slot }) => slot)).toEqual([2, 3]);
  });

  it('omits compacted decided slots, and reports its first slot', () => {
    const { acceptor, log } = fresh();
    acceptor.accept(ballot(1), slot(1), [entry(1), entry(2), entry(3)], slot(0));
    log.compact(slot(1));
    expect(acceptor.report(slot(1), slot(2))).toMatchObject({ firstSlot: 3, accepted: [{ slot: 3 }] });
  });
});
