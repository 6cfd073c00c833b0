import { describe, expect, it } from 'vitest';
import { focusAfter, placeOf } from './focus.ts';

const shown = { todo: ['a', 'b', 'c'], doing: [], done: ['d'] };

describe('the focus, when its element is removed', () => {
  it('stays with the card, also in another column', () => {
    expect(focusAfter({ id: 'b', column: 'todo', index: 1 }, shown)).toEqual({ card: 'b' });
    expect(focusAfter({ id: 'd', column: 'todo', index: 1 }, shown)).toEqual({ card: 'd' });
  });

  it('moves to the next card, or to the last one, or to the field for new tasks', () => {
    expect(focusAfter({ id: 'x', column: 'todo', index: 1 }, shown)).toEqual({ card: 'b' });
    expect(focusAfter({ id: 'x', column: 'todo', index: 3 }, shown)).toEqual({ card: 'c' });
    expect(focusAfter({ id: 'x', column: 'doing', index: 0 }, shown)).toEqual({ column: 'doing' });
  });

  it('finds the place of a card', () => {
    expect(placeOf(shown, 'c')).toEqual({ id: 'c', column: 'todo', index: 2 });
    expect(placeOf(shown, 'x')).toBeUndefined();
  });
});
