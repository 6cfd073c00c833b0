import { describe, expect, it } from 'vitest';
import { focusAfter, placeOf } from './focus.ts';

const shown = { todo: ['a', 'b', 'c'], doing: [], done: ['d'] };

describe('the keyboard, when what had it is gone', () => {
  it('stays with the card, also in another column', () => {
    expect(focusAfter({ id: 'b', column: 'todo', index: 1 }, shown)).toEqual({ card: 'b' });
    expect(focusAfter({ id: 'd', column: 'todo', index: 1 }, shown)).toEqual({ card: 'd' });
  });

  it('goes to the next card, or to the last one, or to the field for new tasks', () => {
    expect(focusAfter({ id: 'x', column: 'todo', index: 1 }, shown)).toEqual({ card: 'b' });
    expect(focusAfter({ id: 'x', column: 'todo', index: 3 }, shown)).toEqual({ card: 'c' });
    expect(focusAfter({ id: 'x', column: 'doing', index: 0 }, shown)).toEqual({ column: 'doing' });
  });

  it('knows where a card is', () => {
    expect(placeOf(shown, 'c')).toEqual({ id: 'c', column: 'todo', index: 2 });
    expect(placeOf(shown, 'x')).toBeUndefined();
  });
});
