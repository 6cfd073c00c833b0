import { expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { bringBack, deletionOf, stillDeleted } from './deleted-memory.ts';

it('restores the elements that are still deleted, and no others', () => {
  const board = new Map([
    ['gone', shape('gone', { isDeleted: true })],
    ['back', shape('back')],
  ]);
  const ids = stillDeleted(['gone', 'back', 'never'], (id) => board.get(id));
  expect(bringBack(ids)).toEqual([{ id: 'gone', set: { isDeleted: false } }]);
  expect(deletionOf(['back'])).toEqual([{ id: 'back', set: { isDeleted: true } }]);
});
