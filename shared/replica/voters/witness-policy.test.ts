import { describe, expect, it } from 'vitest';
import { replicaId } from '../../paxos/model/ids.ts';
import { away, chosen, chosenWithout, there, witness } from '../testing/member-facts.ts';
import { settledLinkTicks, unreachableTicks } from './voter-policy.ts';

const lost = { linkedTicks: 0, unlinkedTicks: unreachableTicks };

describe('a witness', () => {
  it('completes two members to three voters', () => {
    expect(chosen('a', there('b'), witness('w'))).toBe('abw');
    expect(chosen('ab', there('b'), witness('w'))).toBe('abw');
    expect(chosen('a', there('b'), witness('w', { linkedTicks: settledLinkTicks - 1 }))).toBeUndefined();
  });

  it('never votes beside one member, however many witnesses there are', () => {
    expect(chosen('a', witness('w'))).toBeUndefined();
    expect(chosen('a', witness('v'), witness('w'))).toBeUndefined();
    expect(chosen('ab', away('b', unreachableTicks), witness('v'), witness('w'))).toBeUndefined();
  });

  it('is kept out by a third member, and by a fourth', () => {
    expect(chosen('a', there('b'), there('c'), witness('w'))).toBe('abc');
    expect(chosen('abc', there('b'), there('c'), witness('w'))).toBeUndefined();
    expect(chosen('abc', there('b'), there('c'), there('d'), witness('w'))).toBeUndefined();
  });

  it('takes the place of a lender that leaves, and never votes beside it, also if the number of voters is even', () => {
    const [b, w] = [witness('b', { lender: replicaId('c') }), witness('w', { lender: replicaId('a') })];
    expect(chosen('acfw', b, there('c', { leaving: true }), there('f'), w)).toBe('abf');
  });

  it('gives its vote to a third member that is steady, and not to a visitor', () => {
    const visitor = there('c', { linkedTicks: unreachableTicks - 1 });
    expect(chosen('abw', there('b'), witness('w'), visitor)).toBeUndefined();
    expect(chosen('abw', there('b'), witness('w'), there('c', { linkedTicks: unreachableTicks }))).toBe(
      'abc',
    );
  });

  it('replaces the third member that leaves or is lost', () => {
    expect(chosen('abc', there('b'), there('c', { leaving: true }), witness('w'))).toBe('abw');
    expect(chosen('abc', there('b'), away('c', unreachableTicks), witness('w'))).toBe('abw');
    expect(chosen('abc', there('b'), away('c', unreachableTicks - 1), witness('w'))).toBeUndefined();
  });

  it('that is lost is replaced by another one, or by a visitor, and otherwise keeps its vote', () => {
    expect(chosen('abw', there('b'), witness('w', lost), witness('x'))).toBe('abx');
    const visitor = there('c', { linkedTicks: settledLinkTicks });
    expect(chosen('abw', there('b'), witness('w', lost), visitor)).toBe('abc');
    expect(chosen('abw', there('b'), witness('w', lost))).toBeUndefined();
  });

  it('stays overnight: both members keep their votes', () => {
    expect(chosen('abw', there('b', { leaving: true }), witness('w'))).toBeUndefined();
    expect(chosenWithout('abw', there('b', { leaving: true }), witness('w'))).toBeUndefined();
    expect(chosen('abw', away('b', unreachableTicks * 100), witness('w'))).toBeUndefined();
  });

  it('votes no longer once one of the two members is removed, or it is removed itself', () => {
    expect(chosen('abw', there('b', { removed: true }), witness('w'))).toBe('a');
    expect(chosen('abw', there('b'), witness('w', { removed: true }))).toBe('a');
  });

  it('does not vote beside its lender, whose board may be on the same computer', () => {
    const lent = witness('w', { lender: replicaId('c') });
    const steady = there('c', { linkedTicks: unreachableTicks });
    expect(chosen('a', there('c'), lent)).toBeUndefined();
    // Bob is away overnight: his vote is not exchanged for a second one on the computer of the witness.
    expect(chosen('abw', away('b', unreachableTicks), lent, steady)).toBe('abc');
    expect(chosen('abc', there('b', { leaving: true }), there('c'), lent)).toBeUndefined();
    // Another one is on another computer.
    expect(chosen('a', there('c'), lent, witness('x'))).toBe('acx');
  });

  it('replaces its lender, which leaves or is lost, and no other member with it', () => {
    const lent = witness('w', { lender: replicaId('c') });
    expect(chosen('abc', there('b'), there('c', { leaving: true }), lent)).toBe('abw');
    expect(chosen('abc', there('b', { leaving: true }), there('c', { leaving: true }), lent)).toBe('abw');
    expect(chosen('c', there('c', { leaving: true }), lent)).toBeUndefined();
    expect(chosenWithout('a', there('b'), witness('w', { lender: replicaId('a') }))).toBe('b');
    expect(chosen('abc', there('b'), away('c', unreachableTicks), lent)).toBe('abw');
  });

  it('that a manual change made a voter beside another one keeps its vote until a member takes it', () => {
    const [v, w] = [witness('v'), witness('w')];
    expect(chosen('abcvw', there('b'), there('c'), v, w)).toBeUndefined();
    expect(chosen('abcvw', there('b'), away('c', unreachableTicks), v, w)).toBeUndefined();
    expect(chosen('abcvw', there('b'), there('c', { leaving: true }), v, w)).toBeUndefined();
    expect(chosen('abcvw', there('b'), there('c'), there('d'), v, w)).toBe('abcdv');
    expect(chosen('abcvw', there('b'), there('c'), there('d'), there('e'), v, w)).toBe('abcde');
    expect(chosen('abcvw', there('b'), there('c'), v, witness('w', { removed: true }))).toBe('abc');
  });

  it('that a manual change made a voter beside its lender keeps its vote until a member takes it', () => {
    const lent = witness('w', { lender: replicaId('b') });
    expect(chosen('abw', there('b'), lent)).toBeUndefined();
    expect(chosen('abcdw', there('b'), there('c'), there('d'), lent)).toBeUndefined();
    expect(chosen('abw', there('b'), there('c'), lent)).toBe('abc');
    // Without Carol one witness is enough, and the other one is on another computer.
    const apart = [witness('v', { lender: replicaId('b') }), witness('w'), witness('x')];
    expect(chosen('abcvw', there('b'), there('c', { removed: true }), ...apart)).toBe('abw');
    // Without Dave two are enough.
    const others = [there('b'), there('c'), there('d', { removed: true })];
    expect(chosen('abcdvwx', ...others, ...apart)).toBe('abcwx');
  });

  it('does not replace another one while its lender keeps a vote, as it signs off or is lost', () => {
    const lent = witness('w', { lender: replicaId('d') });
    const others = [there('b'), there('c'), witness('v', lost)];
    expect(chosen('abcdv', ...others, there('d', { leaving: true }), lent)).toBeUndefined();
    expect(chosen('abcdv', ...others, there('d', { leaving: true }), witness('x'))).toBe('abcdx');
  });

  it('does not become the only voter', () => {
    expect(chosenWithout('ab', there('b', { leaving: true }), witness('w'))).toBeUndefined();
    expect(chosenWithout('a', there('b'), witness('w'))).toBe('abw');
  });
});
