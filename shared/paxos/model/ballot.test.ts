import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Ballot, ballotAbove, compareBallots, higherBallot, isSameBallot, noBallot } from './ballot.ts';
import { replicaId, slot } from './ids.ts';

const ballots = fc.record({
  epoch: fc.constantFrom(slot(0), slot(4)),
  round: fc.integer({ min: 1, max: 5 }),
  replica: fc.constantFrom(...['a', 'b', 'c'].map(replicaId)),
});

it('orders ballots totally: by epoch, then by round, then by replica', () => {
  const sign = (a: Ballot, b: Ballot) => Math.sign(compareBallots(a, b));
  fc.assert(
    fc.property(ballots, ballots, ballots, (a, b, c) => {
      expect(sign(a, b)).toBe(-sign(b, a) + 0);
      expect(sign(a, b) === 0).toBe(isSameBallot(a, b));
      if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      if (a.epoch < b.epoch || (a.epoch === b.epoch && a.round < b.round)) expect(sign(a, b)).toBe(-1);
    }),
  );
});

it('gives a replica a ballot above any other', () => {
  fc.assert(
    fc.property(ballots, (ballot) => {
      const above = ballotAbove(ballot, slot(4), replicaId('a'));
      expect(compareBallots(above, ballot)).toBeGreaterThan(0);
      expect(above.replica).toBe('a');
      expect(higherBallot(ballot, above)).toBe(above);
    }),
  );
  expect(compareBallots(ballotAbove(noBallot, slot(0), replicaId('a')), noBallot)).toBeGreaterThan(0);
});
