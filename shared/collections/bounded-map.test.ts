import { expect, test } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

test('above the bound, the oldest entry is evicted, and reported', () => {
  const evicted: [string, number][] = [];
  const map = new BoundedMap<string, number>(2, (value, key) => evicted.push([key, value]));
  map.set('a', 1).set('b', 2).set('c', 3);
  expect([...map]).toEqual([
    ['b', 2],
    ['c', 3],
  ]);
  expect(evicted).toEqual([['a', 1]]);
});

test('setting a known key makes it the newest, and evicts nothing', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1).set('b', 2).set('a', 3);
  expect([...map]).toEqual([
    ['b', 2],
    ['a', 3],
  ]);
  expect([...map.set('c', 4).keys()]).toEqual(['a', 'c']);
});

test('reading keeps no entry, and a deleted one is not reported', () => {
  const evicted: string[] = [];
  const map = new BoundedMap<string, number>(2, (_, key) => evicted.push(key));
  map.set('a', 1).set('b', 2);
  map.get('a');
  map.delete('b');
  map.set('c', 3).set('d', 4);
  expect([...map.keys()]).toEqual(['c', 'd']);
  expect(evicted).toEqual(['a']);
});

test('an undefined key is evicted like any other', () => {
  const map = new BoundedMap<string | undefined, number>(1);
  map.set(undefined, 1).set('a', 2);
  expect([...map]).toEqual([['a', 2]]);
});
