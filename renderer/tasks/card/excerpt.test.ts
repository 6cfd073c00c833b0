import { expect, it, test } from 'vitest';
import { maxNotesLength } from '#shared/board/limits.ts';
import { excerpt } from './excerpt.ts';

it.each([
  ['plain words', 'plain words'],
  ['two\nlines', 'two\nlines'],
  [
    '# Heading\n\nSome **bold**, _slanted_ and ~~struck~~ `code`',
    'Heading\nSome bold, slanted and struck code',
  ],
  ['- first\n- [x] second\n  - inner', 'first\nsecond\ninner'],
  ['1. one\n2. two', 'one\ntwo'],
  ['> quoted\n\n---\n\nafter', 'quoted\nafter'],
  ['[a link](https://example.org) and ![a picture](x.png)', 'a link and a picture'],
  ['```js\nlet a = 1;\n```', 'let a = 1;'],
  ['| a | b |\n|---|---|\n| 1 | **2** |', 'a  b\n1  2'],
  ['<b>bold</b> 1 < 2 & 3', 'bold 1 < 2 & 3'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
  ['', ''],
])('%j shows as %j on a card', (notes, shown) => {
  expect(excerpt(notes)).toBe(shown);
});

test('an excerpt of the longest notes is short', () => {
  expect(excerpt('*a* '.repeat(maxNotesLength / 4)).length).toBeLessThan(400);
});
