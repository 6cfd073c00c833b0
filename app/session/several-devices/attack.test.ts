import { expect, it } from 'vitest';
import { attack, attackOf, shrunk } from '../testing/attack/attack.ts';

/** By the wall clock, beside other tests on a machine that may be loaded; `npm run test:attack` measures processor time. */
const maxStepMs = 2000;

it('a mesh of three withstands attackers that send any message with keys that permit none', async () => {
  const result = await attack(attackOf(1, 3), { maxStepMs });
  expect(result.failure).toBeUndefined();
  expect(result.acts).toBe(120);
});

it('a failing case is reduced to its necessary parts', async () => {
  const bursts = attackOf(1, 3);
  const needed = bursts[1]?.[17];
  const shortest = await shrunk(bursts, 500, async (some) => some.flat().some((act) => act === needed));
  expect(shortest.flat()).toEqual([needed]);
});
