import { IDBDatabase as FakeDatabase } from 'fake-indexeddb';
import { createStore, set } from 'idb-keyval';
import { expect, it, vi } from 'vitest';
import { freshIndexedDB } from '#app/store/testing/databases.ts';
import { maxLibraryItems } from '#shared/board/limits.ts';
import { shape } from '../../testing/shape.ts';
import { ownLibrary, readLibrary } from './own-library.ts';

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

it('reads the library of earlier versions, and leaves no connection open', async () => {
  const indexedDB = freshIndexedDB();
  vi.stubGlobal('indexedDB', indexedDB);
  try {
    expect(await ownLibrary(indexedDB)).toEqual([]);
    await set('items', [item('x')], createStore('paxboard-library', 'library'));
  } finally {
    vi.unstubAllGlobals();
  }
  const close = vi.spyOn(FakeDatabase.prototype, 'close');
  const open = vi.spyOn(indexedDB, 'open');
  expect(await ownLibrary(indexedDB)).toHaveLength(1);
  expect(close).toHaveBeenCalledTimes(open.mock.calls.length);
});
