import { expect, it } from 'vitest';
import { changeOf, sent, shownText, typed } from './item-edit.ts';

it('a field without a change follows the board, and submits nothing', () => {
  expect(shownText(undefined, 'theirs')).toBe('theirs');
  expect(changeOf(undefined)).toBeUndefined();
});

it('what is typed stays when another person changes the item, and is submitted with the text from which it began', () => {
  const edit = typed(typed(undefined, 'Ask', 'Ask B'), 'Ask today', 'Ask Ben ');
  expect(shownText(edit, 'Ask today')).toBe('Ask Ben ');
  expect(changeOf(edit)).toEqual({ text: 'Ask Ben', textWas: 'Ask' });
});

it('a submitted text is shown until the board shows the result', () => {
  const edit = sent(typed(undefined, 'Ask', 'Ask Ben'));
  expect(changeOf(edit)).toBeUndefined();
  expect(shownText(edit, 'Ask')).toBe('Ask Ben');
  expect(shownText(edit, 'Ask Ben today')).toBe('Ask Ben today');
  expect(typed(edit, 'Ask Ben today', 'Ask Ben now')).toEqual({ was: 'Ask Ben today', text: 'Ask Ben now' });
});

it.each(['  ', 'Ask', ' Ask '])('%j submits nothing, and the field follows the board again', (text) => {
  const edit = typed(undefined, 'Ask', text);
  expect(changeOf(edit)).toBeUndefined();
  expect(shownText(sent(edit), 'Ask')).toBe('Ask');
});
