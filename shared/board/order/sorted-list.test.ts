import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from './sorted-list.ts';

describe('a sorted list', () => {
  const compare = (a: number, b: number) => a - b;

  it('is in order after every change', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (numbers) => {
        const list = new SortedList(compare);
        const expected = new Set<number>();
        for (const number of numbers) {
          const handedOut = list.items();
          const copy = handedOut.slice();
          if (expected.delete(number)) list.remove(number);
          else {
            expected.add(number);
            list.add(number);
          }
          expect(list.items()).toEqual([...expected].sort(compare));
          expect(handedOut).toEqual(copy);
          expect(list.last()).toBe(list.items().at(-1));
        }
      }),
    );
  });

  it('compares a few items, not all, to replace one', () => {
    let comparisons = 0;
    const counting = (a: { at: number }, b: { at: number }) => {
      comparisons += 1;
      return a.at - b.at;
    };
    const items = Array.from({ length: 10_000 }, (_, at) => ({ at }));
    const list = new SortedList(counting, items);
    const before = items[5_000];
    const after = { at: 5_000 };
    if (before !== undefined) list.replace(before, after);
    expect(list.items()[5_000]).toBe(after);
    expect(comparisons).toBeLessThan(20);
    expect(items[5_000]).toBe(before);
  });

  it('goes its own way when forked, an empty one too', () => {
    const list = new SortedList(compare);
    const fork = list.fork();
    fork.add(1);
    list.add(2);
    expect([list.items(), fork.items()]).toEqual([[2], [1]]);
  });
});
