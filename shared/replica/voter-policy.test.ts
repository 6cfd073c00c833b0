import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId, slot } from '../paxos/model/ids.ts';
import {
  caughtUpSlots,
  chooseVoters,
  type MemberFacts,
  maxChosenVoters,
  settledLinkTicks,
  silentTicks,
  unreachableTicks,
  type VoterFacts,
} from './voter-policy.ts';

const now = slot(100);

/** A member that has been there for long and knows everything. */
function there(id: string, change: Partial<MemberFacts> = {}): MemberFacts {
  return {
    id: replicaId(id),
    linkedTicks: 10_000,
    unlinkedTicks: 0,
    heardTicksAgo: 1,
    decidedThrough: now,
    leaving: false,
    ...change,
  };
}

function away(id: string, unlinkedTicks: number): MemberFacts {
  return there(id, { linkedTicks: 0, unlinkedTicks, heardTicksAgo: 0, decidedThrough: slot(0) });
}

/** As the leader `a` sees it. */
function chosen(voters: string, ...members: MemberFacts[]): string | undefined {
  const ids = [...voters].map(replicaId);
  return chooseVoters({
    self: replicaId('a'),
    selfLeaving: false,
    voters: ids,
    decidedThrough: now,
    members,
  })?.join('');
}

/** As {@link chosen}, where the leader is about to leave itself. */
function chosenWithout(voters: string, ...members: MemberFacts[]): string | undefined {
  const ids = [...voters].map(replicaId);
  return chooseVoters({
    self: replicaId('a'),
    selfLeaving: true,
    voters: ids,
    decidedThrough: now,
    members,
  })?.join('');
}

describe('growing', () => {
  it('waits for two members: two voters survive no more than one', () => {
    expect(chosen('a')).toBeUndefined();
    expect(chosen('a', there('b'))).toBeUndefined();
    expect(chosen('a', there('b'), there('c'))).toBe('abc');
    expect(chosen('abc', there('b'), there('c'), there('d'))).toBeUndefined();
    expect(chosen('abc', there('b'), there('c'), there('d'), there('e'))).toBe('abcde');
  });

  it('goes one pair at a time', () => {
    expect(chosen('a', there('b'), there('c'), there('d'), there('e'))).toBe('abc');
  });

  it('ends at five', () => {
    const members = [...'bcdefgh'].map((id) => there(id));
    expect(maxChosenVoters).toBe(5);
    expect(chosen('abcde', ...members)).toBeUndefined();
  });

  it('passes over a member that has not caught up', () => {
    const behind = there('b', { decidedThrough: slot(now - caughtUpSlots - 1) });
    expect(chosen('a', behind, there('c'))).toBeUndefined();
    const almost = there('b', { decidedThrough: slot(now - caughtUpSlots) });
    expect(chosen('a', almost, there('c'))).toBe('abc');
  });

  it('passes over a member whose link is too young, or silent, or gone', () => {
    expect(chosen('a', there('b', { linkedTicks: settledLinkTicks - 1 }), there('c'))).toBeUndefined();
    expect(chosen('a', there('b', { linkedTicks: settledLinkTicks }), there('c'))).toBe('abc');
    expect(chosen('a', there('b', { heardTicksAgo: silentTicks }), there('c'))).toBeUndefined();
    expect(chosen('a', away('b', 1), there('c'))).toBeUndefined();
  });

  it('takes who was there longest, then by id', () => {
    const members = [there('d'), there('c'), there('b'), there('e', { linkedTicks: 20_000 })];
    expect(chosen('a', ...members)).toBe('abe');
    expect(chosen('a', ...members.reverse())).toBe('abe');
  });

  it('makes two voters three', () => {
    expect(chosen('ab', there('b'), there('c'))).toBe('abc');
    expect(chosen('ab', there('b'))).toBeUndefined();
  });
});

describe('a voter that is gone', () => {
  it('keeps its vote for a while', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks - 1), there('d'))).toBeUndefined();
  });

  it('gives its vote to a member that is there', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks), there('d'))).toBe('abd');
  });

  it('keeps its vote if nobody is there to take it', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks))).toBeUndefined();
    expect(chosen('abcde', there('b'), there('c'), away('d', 9_999), away('e', 9_999))).toBeUndefined();
  });

  it('is gone, too, if it is silent on a link', () => {
    expect(chosen('abc', there('b'), there('c', { heardTicksAgo: unreachableTicks }), there('d'))).toBe(
      'abd',
    );
  });

  it('is not replaced without a majority', () => {
    expect(chosen('abc', away('b', 9_999), away('c', 9_999), there('d'), there('e'))).toBeUndefined();
  });

  it('comes back as a learner', () => {
    expect(chosen('abd', there('b'), there('d'), there('c'))).toBeUndefined();
  });

  it('is one of several: all are replaced that can be', () => {
    const gone = [away('d', unreachableTicks), away('e', unreachableTicks)];
    expect(chosen('abcde', there('b'), there('c'), ...gone, there('f'), there('g'))).toBe('abcfg');
    expect(chosen('abcde', there('b'), there('c'), ...gone, there('f'))).toBe('abcdf');
  });
});

describe('a voter that signs off', () => {
  const leaving = { leaving: true };

  it('gives its vote to a member that is there', () => {
    expect(chosen('abc', there('b'), there('c', leaving), there('d'))).toBe('abd');
  });

  it('gives its vote up if nobody is there to take it', () => {
    expect(chosen('abc', there('b'), there('c', leaving))).toBe('a');
    expect(chosen('abcde', there('b'), there('c'), there('d'), there('e', leaving))).toBe('abc');
  });

  it('leaves those to vote who are there', () => {
    const members = [away('b', 5), there('c'), there('d'), there('e', leaving)];
    expect(chosen('abcde', ...members)).toBe('acd');
  });

  it('does so also after its link went down', () => {
    const gone = { ...away('c', 10), leaving: true };
    expect(chosen('abc', there('b'), gone)).toBe('a');
  });

  it('is not given a vote', () => {
    expect(chosen('a', there('b'), there('c', leaving))).toBeUndefined();
  });
});

describe('a leader that signs off', () => {
  it('gives its vote to members that are there', () => {
    expect(chosenWithout('a', there('b'))).toBe('b');
    expect(chosenWithout('a', there('b'), there('c'), there('d'))).toBe('bcd');
    expect(chosenWithout('abc', there('b'), there('c'), there('d'))).toBe('bcd');
  });

  it('leaves an odd number to vote if nobody can take its place', () => {
    expect(chosenWithout('abc', there('b'), there('c'))).toBe('b');
    expect(chosenWithout('abc', away('b', 5), there('c'))).toBe('c');
  });

  it('keeps its vote if nobody is there: the board waits for it', () => {
    expect(chosenWithout('a')).toBeUndefined();
    expect(chosenWithout('a', away('b', 5))).toBeUndefined();
    expect(chosenWithout('a', there('b', { leaving: true }))).toBeUndefined();
    expect(chosenWithout('a', there('b', { decidedThrough: slot(now - caughtUpSlots - 1) }))).toBeUndefined();
  });
});

describe('whatever the facts', () => {
  const ids = [...'abcdefgh'].map(replicaId);
  const anyMember = (id: ReplicaId) =>
    fc.record({
      id: fc.constant(id),
      linkedTicks: fc.nat(100),
      unlinkedTicks: fc.oneof(fc.constant(0), fc.nat(2_000)),
      heardTicksAgo: fc.nat(60),
      decidedThrough: fc.nat(100).map(slot),
      leaving: fc.boolean(),
    });
  const anyFacts: fc.Arbitrary<VoterFacts> = fc
    .tuple(
      fc.subarray(ids.slice(1), { maxLength: 6 }),
      fc.tuple(...ids.slice(1).map(anyMember)),
      fc.boolean(),
    )
    .map(([others, members, selfLeaving]) => ({
      self: replicaId('a'),
      selfLeaving,
      voters: [replicaId('a'), ...others],
      decidedThrough: now,
      members,
    }));

  it('the choice keeps the leader unless it leaves, and a majority, is bounded, and is stable', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const voters = chooseVoters(facts);
        if (voters === undefined) return;
        expect(voters.includes(facts.self)).toBe(!facts.selfLeaving);
        expect(new Set(voters).size).toBe(voters.length);
        expect(voters.length).toBeLessThanOrEqual(Math.max(maxChosenVoters, facts.voters.length));
        const isLeaving =
          facts.selfLeaving || facts.members.some(({ id, leaving }) => leaving && facts.voters.includes(id));
        if (!isLeaving) expect(voters.length).toBeGreaterThanOrEqual(facts.voters.length);
        const heard = facts.members.filter(
          (member) =>
            voters.includes(member.id) && member.unlinkedTicks === 0 && member.heardTicksAgo < silentTicks,
        );
        expect((facts.selfLeaving ? 0 : 1) + heard.length).toBeGreaterThan(voters.length / 2);
        // Asked again with what it said, it has nothing better but to grow.
        const again = chooseVoters({ ...facts, voters });
        if (again !== undefined) expect(again.length).toBeGreaterThan(voters.length);
        expect(chooseVoters({ ...facts, members: [...facts.members].reverse() })).toEqual(voters);
      }),
      { numRuns: 2_000 },
    );
  });

  it('who does not vote does not choose', () => {
    const facts = {
      self: replicaId('x'),
      selfLeaving: false,
      voters: ids.slice(0, 3),
      decidedThrough: now,
      members: [],
    };
    expect(chooseVoters(facts)).toBeUndefined();
  });
});
