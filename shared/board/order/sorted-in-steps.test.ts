import { expect, it } from 'vitest';
import { numbersFrom } from '#shared/testing/random.ts';
import { sortedInSteps } from './sorted-in-steps.ts';

it('sorts a long list, and no step takes long', () => {
  const random = numbersFrom(1);
  const items = Array.from({ length: 20_000 }, random);
  const before = [...items];
  let [compared, most] = [0, 0];
  const steps = sortedInSteps(items, (a, b) => {
    compared += 1;
    return a - b;
  });
  for (;;) {
    compared = 0;
    const step = steps.next();
    most = Math.max(most, compared);
    if (step.done !== true) continue;
    expect(step.value).toEqual(before.toSorted((a, b) => a - b));
    break;
  }
  expect(items).toEqual(before);
  expect(most).toBeLessThan(6000);
});

it.each([[[]], [[1]], [[2, 1]]])('sorts a short list (%j)', (items) => {
  const steps = sortedInSteps(items, (a, b) => a - b);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value).toEqual(items.toSorted((a, b) => a - b));
});
