import { describe, expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { isDrawing, isOurs, isPicture } from './file-types.ts';
import { creationOf, livingIds, placedOn } from './placing.ts';

let made = 0;
const newId = () => `new-${++made}`;
const board = [
  shape('a', { x: 0, y: 50, width: 100, index: 'a5' }),
  shape('gone', { isDeleted: true, index: 'a9' }),
];
const scene = {
  elements: [
    { id: 'a', type: 'rectangle', x: 1000, y: 900, width: 10, height: 10, index: 'a10' },
    { id: 'b', type: 'ellipse', x: 1020, y: 900, width: 10, height: 10, index: 'a20' },
  ],
};

describe('a drawing on a board', () => {
  it('is placed beside the existing elements, with new ids, in front of them', () => {
    const { elements = [] } = placedOn(board, scene, 'beside', newId) ?? {};
    expect(elements.map(({ x, y }) => [x, y])).toEqual([
      [180, 50],
      [200, 50],
    ]);
    expect(elements.every(({ id }) => id.startsWith('new-'))).toBe(true);
    const keys = elements.map(({ index }) => String(index));
    expect(keys.every((key) => key > 'a9')).toBe(true);
    expect(keys).toEqual([...keys].sort());
  });

  it('keeps its place on an empty board, or if it replaces the drawing', () => {
    for (const [there, placing] of [
      [board, 'instead'],
      [[], 'beside'],
    ] as const) {
      expect(placedOn(there, scene, placing, newId)?.elements[0]).toMatchObject({ x: 1000, y: 900 });
    }
  });

  it('is a list of creations; it replaces all elements that are not deleted', () => {
    const { elements = [] } = placedOn(board, scene, 'instead', newId) ?? {};
    expect(creationOf(elements)).toMatchObject([
      { create: true, set: { type: 'rectangle' } },
      { create: true },
    ]);
    expect(livingIds(board)).toEqual(['a']);
  });

  it('is undefined without elements', () => {
    expect(placedOn(board, { milk: 2 }, 'beside', newId)).toBeUndefined();
  });
});

it('is recognised by the name of its file', () => {
  expect(['a.excalidraw', 'A.JSON', 'b.png', 'c.svg'].every((name) => isDrawing({ name }))).toBe(true);
  expect(['a.excalidrawlib', 'photo.jpg', 'json', ''].some((name) => isDrawing({ name }))).toBe(false);
  expect(isOurs({ name: 'notes.txt', type: 'text/plain' })).toBe(true);
  expect(isOurs({ name: 'boat.png', type: 'image/png' })).toBe(true);
  expect(isOurs({ name: 'a.excalidrawlib', type: '' })).toBe(false);
  expect(isOurs({ name: 'photo.jpg', type: 'image/jpeg' })).toBe(false);
  expect(isPicture({ name: 'a', type: 'image/webp' })).toBe(true);
  expect(isPicture({ name: 'a.json', type: '' })).toBe(false);
});
