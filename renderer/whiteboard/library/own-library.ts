/**
 * The library that earlier versions kept on this device, for all its boards: read only, so that a person can add it to a board.
 */

import type { LibraryItems } from '@excalidraw/excalidraw/types';
import { createStore, get } from 'idb-keyval';
import { isGuestPage } from '#app/shelf/guest.ts';
import { maxLibraryItems } from '#shared/board/limits.ts';
import { checkedItem } from './items.ts';

const database = 'paxboard-library';

/** @returns the stored items that can be shown; none if the storage fails, as drawing does not need them. */
export async function ownLibrary(): Promise<LibraryItems> {
  try {
    // Opening it would create it.
    const names = isGuestPage() ? [] : await indexedDB.databases();
    if (!names.some(({ name }) => name === database)) return [];
    return readLibrary(await get('items', createStore(database, 'library')));
  } catch (error) {
    console.warn('The library of this device could not be loaded', error);
    return [];
  }
}

/** Drops every invalid item. */
export function readLibrary(stored: unknown): LibraryItems {
  if (!Array.isArray(stored)) return [];
  return stored
    .slice(0, maxLibraryItems)
    .flatMap((item: LibraryItems[number]) => (checkedItem(item) === undefined ? [] : [item]));
}
