import { expect, it } from 'vitest';
import { customDataFor } from '#shared/board/element/card-tie.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { Ties } from './ties.ts';

function board() {
  const all = new Map<string, BoardElement>();
  const ties = new Ties((id) => all.get(id));
  const set = (id: string, card: string | undefined, isDeleted = false): void => {
    all.set(id, { id, isDeleted, ...(card === undefined ? {} : { customData: customDataFor(card) }) });
    ties.update([id]);
  };
  return { ties, set };
}

it('a card has the living elements that are tied to it, and one element has one card', () => {
  const { ties, set } = board();
  set('c', undefined);
  expect(ties.isEmpty).toBe(true);
  set('a', 'one');
  expect(ties.isEmpty).toBe(false);
  let changes = 0;
  ties.subscribe(() => {
    changes += 1;
  });
  set('b', 'one');
  expect(ties.elementsOf('one')).toEqual(['a', 'b']);
  set('a', 'two');
  expect([ties.elementsOf('one'), ties.elementsOf('two')]).toEqual([['b'], ['a']]);
  set('b', 'one', true);
  expect(ties.elementsOf('one')).toEqual([]);
  set('a', undefined);
  expect(ties.isEmpty).toBe(true);
  set('b', 'one');
  expect(ties.elementsOf('one')).toEqual(['b']);
  expect(changes).toBe(5);
});

it('a change of an element that is no change of its tie is not reported', () => {
  const { ties, set } = board();
  set('a', 'one');
  ties.subscribe(() => expect.unreachable());
  const before = ties.elementsOf('one');
  set('a', 'one');
  set('c', undefined);
  expect(ties.elementsOf('one')).toBe(before);
});
