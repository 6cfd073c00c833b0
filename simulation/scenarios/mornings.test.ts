/** The table of `docs/protocol.md`, "Evenings and mornings": who can go on, for each way in which devices left. */

import { describe, expect, it } from 'vitest';
import { Days } from './days.ts';

type Way = 'leave' | 'shut';

/** The devices that are there can settle changes, one after the other. */
function settles(days: Days, there: readonly number[]): boolean {
  return there.every((number) => days.settles(number));
}

/** Lets devices go one after the other. @returns for each number of those who remain, whether they can settle changes. */
function evening(days: Days, order: readonly number[], way: Way): boolean[] {
  return order.map((number, gone) => {
    days[way](number);
    const left = order.slice(gone + 1);
    return left.length > 0 && settles(days, left);
  });
}

/** These come, and find out. If they cannot settle anything they go again. */
function morning(days: Days, early: readonly number[]): boolean {
  for (const number of early) days.come(number);
  const isOn = settles(days, early);
  if (!isOn) for (const number of early) days.shut(number);
  return isOn;
}

function orders(devices: readonly number[]): readonly number[][] {
  if (devices.length < 2) return [[...devices]];
  return devices.flatMap((first) =>
    orders(devices.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

describe('two devices', () => {
  it.each(orders([1, 2]))(
    'that leave in the order %i, %i: the last one goes on alone, then and in the morning',
    (first, last) => {
      const days = new Days(2);
      expect(evening(days, [first ?? 0, last ?? 0], 'leave')).toEqual([true, false]);
      expect(morning(days, [first ?? 0])).toBe(false);
      expect(days.settles(first ?? 0)).toBe(false);
      expect(morning(days, [last ?? 0])).toBe(true);
    },
  );

  it('of which the one with the vote is gone without a word: the other waits for it', () => {
    const days = new Days(2);
    expect(evening(days, [1, 2], 'shut')).toEqual([false, false]);
    expect(morning(days, [2])).toBe(false);
    days.come(2);
    expect(days.votersKnownTo(2)).toEqual([1]);
    expect(morning(days, [1])).toBe(true);
  });
});

describe('three devices', () => {
  it.each(
    orders([1, 2, 3]).flatMap((order) => [
      { order, way: 'leave' as const },
      { order, way: 'shut' as const },
    ]),
  )(
    'that $way in the order $order: two go on, then and in the morning, whoever they are; one waits',
    ({ order, way }) => {
      const days = new Days(3);
      const [first = 0, second = 0, last = 0] = order;
      expect(evening(days, order, way)).toEqual([true, false, false]);
      expect(morning(days, [first])).toBe(false);
      expect(morning(days, [last])).toBe(false);
      // The two that left first: what the last one did since waits on it, and is not lost.
      expect(morning(days, [first, second])).toBe(true);
      expect(morning(days, [last])).toBe(true);
    },
  );
});

describe('four devices', () => {
  it.each([[[1, 2, 3, 4]], [[4, 3, 2, 1]], [[2, 4, 1, 3]]])(
    'that leave in the order %j: any two of the last three can go on in the morning',
    (order) => {
      const days = new Days(4);
      const [first = 0, second = 0, third = 0, last = 0] = order;
      expect(evening(days, order, 'leave')).toEqual([true, true, false, false]);
      expect(morning(days, [first, last])).toBe(false);
      expect(morning(days, [first, second])).toBe(false);
      // It heard of the change of voters while it was there, or hears it from the one that was: they know whom to wait for.
      days.come(second);
      expect(days.votersKnownTo(second)).toEqual([second, third, last].sort());
      expect(morning(days, [third])).toBe(true);
    },
  );
});

describe('five devices', () => {
  it.each([[[1, 2, 3, 4, 5]], [[5, 3, 1, 4, 2]]])(
    'that leave in the order %j: two go on in the evening, and any two of the last three in the morning',
    (order) => {
      const days = new Days(5);
      const [first = 0, second = 0, third = 0, fourth = 0, last = 0] = order;
      expect(evening(days, order, 'leave')).toEqual([true, true, true, false, false]);
      expect(morning(days, [first, second, last])).toBe(false);
      days.come(third);
      expect(days.votersKnownTo(third)).toEqual([third, fourth, last].sort());
      expect(morning(days, [fourth])).toBe(true);
    },
  );

  it('that are gone without a word: three are needed, then and in the morning, whoever they are', () => {
    const days = new Days(5);
    expect(evening(days, [1, 2, 3, 4, 5], 'shut')).toEqual([true, true, false, false, false]);
    expect(morning(days, [1, 5])).toBe(false);
    expect(morning(days, [1, 2, 3])).toBe(true);
  });
});
