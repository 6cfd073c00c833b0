import { expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { partOf } from './unfinished.ts';

const board = new Map([
  ['a', shape('a')],
  ['b', { ...shape('b'), isDeleted: true }],
]);
const element = (id: string) => board.get(id);

it('is what was added of a drawing, without what was deleted since', () => {
  expect(partOf({ file: 'plan', ids: ['a', 'b', 'c'] }, element)).toEqual(['a']);
});

it('is nothing if all of the drawing was added, or none of it', () => {
  expect(partOf({ file: 'plan', ids: ['a', 'b'] }, element)).toEqual([]);
  expect(partOf({ file: 'plan', ids: ['c'] }, element)).toEqual([]);
});
