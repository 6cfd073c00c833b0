import fc from 'fast-check';
import { expect, it } from 'vitest';
import { configuration, isQuorum, majorityOf, maxVoters } from './configuration.ts';
import { replicaId } from './ids.ts';

const names = Array.from({ length: maxVoters + 1 }, (_, position) => replicaId(`r${position}`));

it('takes more than half of the voters for a majority, so that any two intersect', () => {
  fc.assert(
    fc.property(
      fc.subarray(names, { minLength: 1, maxLength: maxVoters }),
      fc.infiniteStream(fc.boolean()),
      (voters, coin) => {
        const inForce = configuration(1, voters);
        const present = voters.filter(() => coin.next().value);
        const absent = voters.filter((voter) => !present.includes(voter));
        expect(isQuorum(inForce, new Set(present)) && isQuorum(inForce, new Set(absent))).toBe(false);
        expect(majorityOf(inForce)).toBe(Math.floor(voters.length / 2) + 1);
      },
    ),
  );
});

it('does not count replicas without a vote', () => {
  const inForce = configuration(1, names.slice(0, 3));
  expect(isQuorum(inForce, new Set(names.slice(2)))).toBe(false);
  expect(isQuorum(inForce, new Set(names.slice(1)))).toBe(true);
});

it('rejects an empty set of voters, and too many', () => {
  expect(() => configuration(1, [])).toThrow(/1 to 7/);
  expect(() => configuration(1, names)).toThrow(/1 to 7/);
});
