import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { now } from '../testing/member-facts.ts';
import {
  chooseVoters,
  defaultPolicyLimits,
  maxChosenVoters,
  silentTicks,
  type VoterFacts,
} from './voter-policy.ts';

describe('for arbitrary facts', () => {
  const ids = [...'abcdefgh'].map(replicaId);
  const anyMember = (id: ReplicaId) =>
    fc.record({
      id: fc.constant(id),
      linkedTicks: fc.nat(100),
      unlinkedTicks: fc.oneof(fc.constant(0), fc.nat(2_000)),
      heardTicksAgo: fc.nat(60),
      decidedThrough: fc.nat(100).map(slot),
      leaving: fc.boolean(),
      removed: fc.boolean(),
      witness: fc.boolean(),
      lender: fc.constantFrom(...ids),
    });
  const anyFacts: fc.Arbitrary<VoterFacts> = fc
    .tuple(
      fc.subarray(ids.slice(1), { maxLength: 6 }),
      fc.tuple(...ids.slice(1).map(anyMember)),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([others, members, selfLeaving, selfRemoved, selfLapsed]) => ({
      self: replicaId('a'),
      selfLeaving,
      selfRemoved,
      selfLapsed,
      voters: [replicaId('a'), ...others],
      decidedThrough: now,
      members,
    }))
    // The engine accepts no other configuration.
    .filter(({ voters, members }) => {
      const witnesses = members.filter(({ id, witness }) => witness && voters.includes(id));
      return witnesses.length * 2 < voters.length;
    });

  const limits = { ...defaultPolicyLimits, longLostTicks: 1_900 };

  it('the choice leaves a majority of the remaining voters, is bounded and stable, and keeps three voters', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const voters = chooseVoters(facts, limits);
        if (voters === undefined) return;
        const members = new Map(facts.members.map((member) => [member.id, member]));
        const isRemoved = (id: ReplicaId) =>
          id === facts.self ? facts.selfRemoved : members.get(id)?.removed === true;
        const stays = (id: ReplicaId) => {
          if (id === facts.self) return !facts.selfLeaving && !facts.selfRemoved;
          const member = members.get(id);
          if (member === undefined || member.leaving || member.removed) return false;
          return member.unlinkedTicks === 0 && member.heardTicksAgo < silentTicks;
        };
        const mayGo = (id: ReplicaId) => {
          if (id === facts.self) return facts.selfLeaving || facts.selfRemoved;
          const member = members.get(id);
          return member?.leaving || member?.removed || (member?.unlinkedTicks ?? 0) >= limits.longLostTicks;
        };
        const isHandover = facts.selfLapsed && facts.voters.length === 1 && voters.length === 1;
        if (stays(facts.self) && !isHandover) expect(voters).toContain(facts.self);
        expect(new Set(voters).size).toBe(voters.length);
        expect(voters.length).toBeLessThanOrEqual(Math.max(maxChosenVoters, facts.voters.length));
        expect(voters.filter(isRemoved)).toEqual([]);
        expect(voters.filter(stays).length).toBeGreaterThan(voters.length / 2);
        const isWitness = (id: ReplicaId) => members.get(id)?.witness === true;
        const witnesses = voters.filter(isWitness);
        // More than one, or one beside its lender, only if a manual change made them voters.
        for (const id of witnesses) {
          const lender = members.get(id)?.lender;
          const isPair = lender !== undefined && !isWitness(lender) && voters.includes(lender);
          if (isPair) expect(facts.voters).toEqual(expect.arrayContaining([id, lender]));
        }
        expect(witnesses.length).toBeLessThanOrEqual(Math.max(1, facts.voters.filter(isWitness).length));
        if (witnesses.length > 0) expect(voters.length).toBeGreaterThanOrEqual(3);
        if (voters.length !== facts.voters.length) expect(voters.length % 2).toBe(1);
        const loses = facts.voters.some(isRemoved);
        if (!loses && facts.voters.length >= 3) expect(voters.length).toBeGreaterThanOrEqual(3);
        if (!facts.voters.some(mayGo)) expect(voters.length).toBeGreaterThanOrEqual(facts.voters.length);
        // A second evaluation of its result can only add voters, unless a witness is gone that had kept out visitors.
        const isSettled = !isHandover && facts.voters.every((id) => !isWitness(id) || voters.includes(id));
        const again = isSettled ? chooseVoters({ ...facts, voters, selfLapsed: false }, limits) : undefined;
        if (again !== undefined) expect(again.length).toBeGreaterThan(voters.length);
        expect(chooseVoters({ ...facts, members: [...facts.members].reverse() }, limits)).toEqual(voters);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a replica without a vote does not choose', () => {
    const facts = {
      self: replicaId('x'),
      selfLeaving: false,
      selfRemoved: false,
      selfLapsed: false,
      voters: ids.slice(0, 3),
      decidedThrough: now,
      members: [],
    };
    expect(chooseVoters(facts)).toBeUndefined();
  });
});
