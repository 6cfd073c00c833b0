import { expect, it } from 'vitest';
import { cellsOf, gridOf, maxCellLength, maxTableCells } from './table.ts';

it('reads the cells that a spreadsheet copies, with empty ones at the edges', () => {
  expect(cellsOf('\tQuay\tCrane\r\nNorth\tdeep\t\r\n')).toEqual([
    ['', 'Quay', 'Crane'],
    ['North', 'deep', ''],
  ]);
});

it('keeps line breaks and quotes within a cell, and fills short rows', () => {
  expect(cellsOf('a\t"two\nlines ""x"""\nc')).toEqual([
    ['a', 'two\nlines "x"'],
    ['c', ''],
  ]);
});

it.each([
  ['one row', 'a\tb'],
  ['one column', 'a\nb'],
  ['a text', 'Moored'],
  ['no text', ''],
  ['too many cells', 'a\tb\n'.repeat(maxTableCells / 2 + 1)],
  ['too long a cell', `a\tb\nc\t${'x'.repeat(maxCellLength + 1)}`],
])('is no table: %s', (_, text) => {
  expect(cellsOf(text)).toBeUndefined();
});

it('makes each column as wide as its texts, within bounds, and each row as high', () => {
  const sizeOf = (text: string, width = Number.POSITIVE_INFINITY) => {
    const needed = text.length * 10;
    const lines = Math.max(1, Math.ceil(needed / width));
    return { width: Math.min(needed, width), height: text === '' ? 0 : lines * 20 };
  };
  const { columns, rows } = gridOf(
    [
      ['a', 'ten letters'],
      ['', 'x'.repeat(60)],
    ],
    sizeOf,
  );
  expect(columns).toEqual([60, 260]);
  // 600 pixels of text in 250 are three lines.
  expect(rows).toEqual([35, 70]);
});
