/** The table of `docs/protocol.md`, "Evenings and mornings": which devices make progress, for each way of leaving. */

import { describe, expect, it } from 'vitest';
import { Days } from './stage/days.ts';

type Way = 'leave' | 'crash';

/** Each of the present devices settles a command. */
function settles(days: Days, there: readonly number[]): boolean {
  return there.every((number) => days.settles(number));
}

/** Devices leave one after the other. @returns for each departure, whether the remaining ones settle commands. */
function evening(days: Days, order: readonly number[], way: Way): boolean[] {
  return order.map((number, gone) => {
    days[way](number);
    const left = order.slice(gone + 1);
    return left.length > 0 && settles(days, left);
  });
}

/** These devices return and submit. If they settle nothing, they crash again. */
function morning(days: Days, early: readonly number[]): boolean {
  for (const number of early) days.start(number);
  const isOn = settles(days, early);
  if (!isOn) for (const number of early) days.crash(number);
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
    'that leave in the order %i, %i: the last one makes progress alone, in the evening and in the morning',
    (first, last) => {
      const days = new Days(2);
      expect(evening(days, [first ?? 0, last ?? 0], 'leave')).toEqual([true, false]);
      expect(morning(days, [first ?? 0])).toBe(false);
      expect(days.settles(first ?? 0)).toBe(false);
      expect(morning(days, [last ?? 0])).toBe(true);
    },
  );

  it('of which the voter crashes: the other waits for it', () => {
    const days = new Days(2);
    expect(evening(days, [1, 2], 'crash')).toEqual([false, false]);
    expect(morning(days, [2])).toBe(false);
    days.start(2);
    expect(days.votersKnownTo(2)).toEqual([1]);
    expect(morning(days, [1])).toBe(true);
  });
});

describe('three devices', () => {
  it.each(
    orders([1, 2, 3]).flatMap((order) => [
      { order, way: 'leave' as const },
      { order, way: 'crash' as const },
    ]),
  )(
    'that $way in the order $order: any two make progress, in the evening and in the morning; one waits',
    ({ order, way }) => {
      const days = new Days(3);
      const [first = 0, second = 0, last = 0] = order;
      expect(evening(days, order, way)).toEqual([true, false, false]);
      expect(morning(days, [first])).toBe(false);
      expect(morning(days, [last])).toBe(false);
      // The two that left first: they wait for the last one's commands, which are not lost.
      expect(morning(days, [first, second])).toBe(true);
      expect(morning(days, [last])).toBe(true);
    },
  );
});

describe('four devices', () => {
  it.each([[[1, 2, 3, 4]], [[4, 3, 2, 1]], [[2, 4, 1, 3]]])(
    'that leave in the order %j: any two of the last three make progress in the morning',
    (order) => {
      const days = new Days(4);
      const [first = 0, second = 0, third = 0, last = 0] = order;
      expect(evening(days, order, 'leave')).toEqual([true, true, false, false]);
      expect(morning(days, [first, last])).toBe(false);
      expect(morning(days, [first, second])).toBe(false);
      // It learned of the change of voters while it was present, or learns it now: both know whom they wait for.
      days.start(second);
      expect(days.votersKnownTo(second)).toEqual([second, third, last].sort());
      expect(morning(days, [third])).toBe(true);
    },
  );
});

describe('five devices', () => {
  it.each([[[1, 2, 3, 4, 5]], [[5, 3, 1, 4, 2]]])(
    'that leave in the order %j: two make progress in the evening, and in the morning any two of the last two and the first one to leave',
    (order) => {
      const days = new Days(5);
      const [first = 0, second = 0, third = 0, fourth = 0, last = 0] = order;
      expect(evening(days, order, 'leave')).toEqual([true, true, true, false, false]);
      expect(morning(days, [first, second, third])).toBe(false);
      days.start(third);
      expect(days.votersKnownTo(third)).toEqual([first, fourth, last].sort());
      days.start(first);
      expect(morning(days, [fourth])).toBe(true);
    },
  );

  it('that crash: any three make progress, in the evening and in the morning', () => {
    const days = new Days(5);
    expect(evening(days, [1, 2, 3, 4, 5], 'crash')).toEqual([true, true, false, false, false]);
    expect(morning(days, [1, 5])).toBe(false);
    expect(morning(days, [1, 2, 3])).toBe(true);
  });
});
