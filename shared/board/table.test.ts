import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table } from './table.ts';

it('weighs each item once, also if an overlay replaces or deletes it', () => {
  const weighed: string[] = [];
  const table = new Table<string, string>({
    kind: 'test',
    weigh: (value) => {
      weighed.push(value);
      return value.length;
    },
  });
  table.set('a', 'four');
  table.set('b', 'sixsix');
  const over = table.fork();
  expect([over.weightOf('a'), over.weightOf('none')]).toEqual([4, 0]);
  over.set('a', 'one');
  over.delete('b');
  expect([over.weight, over.weightOf('a'), over.weightOf('b')]).toEqual([3, 3, 0]);
  expect([table.weight, table.weightOf('a'), table.weightOf('b')]).toEqual([10, 4, 6]);
  table.delete('b');
  expect(table.weight).toBe(4);
  expect(weighed).toEqual(['four', 'sixsix', 'one']);
});

it('takes a weight that is known', () => {
  const table = new Table<string, string>({
    kind: 'test',
    weigh: () => {
      throw new Error('weighed again');
    },
  });
  table.set('a', 'four', 4);
  table.set('a', 'six', 6);
  expect(table.weight).toBe(6);
});

describe('hashing ahead', () => {
  /** A hundred items, and how many of them were hashed. */
  function counting(): { readonly table: Table<string, object>; readonly hashed: () => number } {
    let hashed = 0;
    const table = new Table<string, object>({ kind: 'test', weigh: () => 400 });
    const item = (number: number) => ({
      get number() {
        hashed += 1;
        return number;
      },
    });
    for (let number = 0; number < 100; number += 1) table.set(`k${number}`, item(number));
    return { table, hashed: () => hashed };
  }

  it('takes as many items as the budget allows, and leaves those that changed last', () => {
    const { table, hashed } = counting();
    expect(table.hashSome(1_000, 10)).toBeLessThanOrEqual(0);
    expect(hashed()).toBe(3);
    expect(table.hashSome(1_000_000, 10)).toBeGreaterThan(0);
    expect(hashed()).toBe(90);
    expect(table.hashSome(1_000_000, 10)).toBe(1_000_000);
    table.hash();
    expect(hashed()).toBe(100);
  });

  it('changes no hash, whatever changes before and after it', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const act = fc.oneof(
      fc.record({ type: fc.constant('set' as const), key, value: fc.nat(3) }),
      fc.record({ type: fc.constant('delete' as const), key }),
      fc.record({ type: fc.constant('some' as const), budget: fc.nat(2_000), left: fc.nat(2) }),
      fc.record({ type: fc.constant('hash' as const) }),
    );
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        const [table, other] = [0, 1].map(() => new Table<string, number>({ kind: 'test' }));
        for (const next of acts) {
          if (next.type === 'set') for (const each of [table, other]) each?.set(next.key, next.value);
          if (next.type === 'delete') for (const each of [table, other]) each?.delete(next.key);
          if (next.type === 'some') table?.hashSome(next.budget, next.left);
          if (next.type === 'hash') expect(table?.hash()).toEqual(other?.hash());
        }
        expect(table?.hash()).toEqual(other?.hash());
      }),
    );
  });
});
