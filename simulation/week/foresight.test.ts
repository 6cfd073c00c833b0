import { expect, it } from 'vitest';
import type { Stay, Week } from './calendar.ts';
import { leastWait } from './foresight.ts';
import { weekOf } from './measure.ts';
import { playWeek } from './play.ts';

const at = (device: number, from: number, to: number, place: Stay['place'] = 'office'): Stay => ({
  device,
  from,
  to,
  place,
  end: 'polite',
});

/** Everybody works while their device runs. */
function week(people: number, ...stays: readonly Stay[]): Week {
  return { people, stays, work: stays.map(({ device, from, to }) => ({ device, from, to })) };
}

it('one of two hands its vote over before it leaves', () => {
  expect(leastWait(week(2, at(0, 0, 20), at(1, 10, 30)), 1)).toBe(0);
});

it('of two that never meet, only one settles: the one with more work', () => {
  expect(leastWait(week(2, at(0, 0, 10), at(1, 20, 50)), 1)).toBe(10);
});

it('people at home do not meet', () => {
  expect(leastWait(week(2, at(0, 0, 20, 'home'), at(1, 10, 30)), 1)).toBe(20);
});

it('three voters are a fixed majority for three people, and not for four', () => {
  const alone = [at(0, 0, 10), at(1, 0, 10), at(2, 0, 10), at(0, 10, 15)];
  expect(leastWait(week(3, ...alone), 3)).toBe(5);
  expect(leastWait(week(3, ...alone), 1)).toBe(0);
  const pairs = [at(0, 0, 10), at(1, 0, 10), at(2, 0, 10), at(0, 10, 15), at(1, 10, 15)];
  expect(leastWait(week(4, ...pairs), 3)).toBe(0);
});

it.each([2, 3, 4, 6])('no policy waits less: the one of the product, %i people', (people) => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const played = weekOf(people, seed);
    const { policy, fixed } = playWeek(played);
    const least = leastWait(played, people === 2 ? 1 : 3);
    expect(least).toBeLessThanOrEqual(policy + 1e-6);
    if (people === 3) expect(least).toBeCloseTo(fixed, 3);
  }
});

it('with a lent vote, one of two who vote beside it suffices, and three people need not meet', () => {
  const alone = [at(0, 0, 10), at(1, 0, 10), at(2, 0, 10), at(0, 10, 15)];
  expect(leastWait(week(3, ...alone), 3, true)).toBe(0);
  expect(leastWait(week(2, at(0, 0, 10), at(1, 20, 50)), 1, true)).toBe(0);
  // At home nobody reaches it.
  expect(leastWait(week(2, at(0, 0, 20, 'home'), at(1, 30, 40, 'home')), 3, true)).toBe(30);
});

it.each([2, 3, 5])('no policy with a lent vote waits less: the one of the product, %i people', (people) => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const played = weekOf(people, seed);
    const { policy } = playWeek(played, { hasWitness: true });
    expect(leastWait(played, 3, true)).toBeLessThanOrEqual(policy + 1e-6);
  }
});
