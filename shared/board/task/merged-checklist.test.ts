import { expect, it } from 'vitest';
import { mergedChecklist } from './merged-checklist.ts';

/** `a=Text` in each word. */
const items = (text: string) =>
  text
    .split(', ')
    .filter((part) => part !== '')
    .map((part) => ({ id: part.slice(0, 1), text: part.slice(2) }));

it.each([
  ['each added an item', 'a=A', 'a=A, b=B', 'a=A, c=C', 'a=A, c=C, b=B'],
  ['each changed another text', 'a=A, b=B', 'a=A a, b=B', 'a=A, b=B b', 'a=A a, b=B b'],
  ['both changed one text', 'a=Ask', 'a=Ask Ben', 'a=Really Ask', 'a=Really Ask Ben'],
  ['both wrote another item in its place', 'a=A', 'b=B', 'c=C', 'c=C, b=B'],
  ['one removed an item, the other added one', 'a=A, b=B', 'b=B', 'a=A, b=B, c=C', 'b=B, c=C'],
  [
    'one moved an item, the other added one',
    'a=A, b=B, c=C',
    'c=C, a=A, b=B',
    'a=A, b=B, c=C, d=D',
    'c=C, a=A, b=B, d=D',
  ],
  ['both removed all', 'a=A', '', '', ''],
  ['there was none', '', 'a=A', 'b=B', 'b=B, a=A'],
])('%s', (_, was, mine, theirs, result) => {
  expect(mergedChecklist(items(was), items(mine), items(theirs))).toEqual(items(result));
});

it('without a base, the later one replaces the other', () => {
  expect(mergedChecklist(undefined, items('a=A'), items('b=B'))).toEqual(items('a=A'));
});

it('an id with a line break is one id', () => {
  const [odd, plain] = [
    { id: 'a\nb', text: 'A' },
    { id: 'b', text: 'B' },
  ];
  expect(mergedChecklist([], [odd], [plain])).toEqual([plain, odd]);
});
