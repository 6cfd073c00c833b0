import { expect, it } from 'vitest';
import { maxLibraryItems } from '#shared/board/limits.ts';
import { shape } from '../../testing/shape.ts';
import { readLibrary } from './own-library.ts';

const item = (id: string, elements: readonly unknown[] = [shape('a')]) => ({
  id,
  status: 'unpublished',
  created: 1,
  elements,
});

it('restores stored items', () => {
  expect(readLibrary([item('x'), item('y')])).toHaveLength(2);
});

it.each([
  ['no list', 'text'],
  ['an item that is none', [1]],
  ['an item without elements', [item('x', [])]],
  ['an element that is none', [item('x', [null])]],
  ['an element that loads others’ pages', [item('x', [shape('a', { type: 'iframe' })])]],
])('leaves out %s', (_, stored) => {
  expect(readLibrary(stored)).toEqual([]);
});

it('is bounded', () => {
  const many = Array.from({ length: maxLibraryItems + 5 }, (__, at) => item(`i${at}`));
  expect(readLibrary(many)).toHaveLength(maxLibraryItems);
});
