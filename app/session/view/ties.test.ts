import { expect, it } from 'vitest';
import { customDataFor } from '#shared/board/element/card-tie.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { Ties } from './ties.ts';

class Elements {
  readonly all = new Map<string, BoardElement>();
  #listener: ((changed: readonly string[]) => void) | undefined;
  elements = (): readonly BoardElement[] => [...this.all.values()];
  element = (id: string): BoardElement | undefined => this.all.get(id);
  subscribeElements = (listener: (changed: readonly string[]) => void): (() => void) => {
    this.#listener = listener;
    return () => undefined;
  };

  set(id: string, card: string | undefined, isDeleted = false): void {
    this.all.set(id, { id, isDeleted, ...(card === undefined ? {} : { customData: customDataFor(card) }) });
    this.#listener?.([id]);
  }
}

it('a card has the living elements that are tied to it, and one element has one card', () => {
  const board = new Elements();
  board.set('a', 'one');
  const ties = new Ties(board);
  let changes = 0;
  ties.subscribe(() => {
    changes += 1;
  });
  board.set('b', 'one');
  expect(ties.elementsOf('one')).toEqual(['a', 'b']);
  board.set('a', 'two');
  expect([ties.elementsOf('one'), ties.elementsOf('two')]).toEqual([['b'], ['a']]);
  board.set('b', 'one', true);
  expect(ties.elementsOf('one')).toEqual([]);
  board.set('b', 'one');
  expect(ties.elementsOf('one')).toEqual(['b']);
  expect(changes).toBe(4);
});

it('a change of an element that is no change of its tie is not reported', () => {
  const board = new Elements();
  board.set('a', 'one');
  const ties = new Ties(board);
  ties.subscribe(() => expect.unreachable());
  const before = ties.elementsOf('one');
  board.set('a', 'one');
  board.set('c', undefined);
  expect(ties.elementsOf('one')).toBe(before);
});
