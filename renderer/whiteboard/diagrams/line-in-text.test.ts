import { expect, test } from 'vitest';
import { lineInText } from './line-in-text.ts';

test('the lines of a text without comments are its own', () => {
  const text = 'flowchart TD\n A --> B\n\n B --> C';
  expect([1, 2, 3, 4].map((line) => lineInText(text, line))).toEqual([1, 2, 3, 4]);
});

test('the lines that Mermaid does not parse count', () => {
  const text = [
    '',
    '---',
    'title: Port',
    '---',
    '%% a comment',
    'flowchart TD',
    '',
    '  %% another',
    ' A --> B',
    '%%{init: {"theme": "dark"}}%%',
    ' B --> C',
  ].join('\n');
  // Mermaid parses "flowchart TD", " A --> B", the end of the line of the directive, and " B --> C".
  expect([1, 2, 3, 4].map((line) => lineInText(text, line))).toEqual([6, 9, 10, 11]);
});

test('a line after the last one is the last one', () => {
  expect(lineInText('flowchart TD\n A[Quay\n\n', 3)).toBe(2);
});

test('what is no line has none', () => {
  for (const line of [0, -1, 1.5, Number.NaN]) expect(lineInText('flowchart TD', line)).toBeUndefined();
  expect(lineInText('', 1)).toBeUndefined();
});
