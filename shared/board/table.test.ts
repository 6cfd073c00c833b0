import { expect, it } from 'vitest';
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
