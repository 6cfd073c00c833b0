/**
 * The library that earlier versions kept on this device, for all its boards: read only, so that a person can add it to a board.
 */

import type { LibraryItems } from '@excalidraw/excalidraw/types';
import { promisifyRequest } from 'idb-keyval';
import { isGuestPage } from '#app/shelf/guest.ts';
import { maxLibraryItems } from '#shared/board/limits.ts';
import { checkedItem } from './items.ts';

/** A database of idb-keyval, whose `createStore` never closes its connection: one more would stay open after each visit of a board. */
const databaseName = 'paxboard-library';
const objectStoreName = 'library';

/** @returns the stored items that can be shown; none if the storage fails, as drawing does not need them. */
export async function ownLibrary(indexedDB: IDBFactory = globalThis.indexedDB): Promise<LibraryItems> {
  try {
    if (isGuestPage()) return [];
    return readLibrary(await storedItems(indexedDB));
  } catch (error) {
    console.warn('The library of this device could not be loaded', error);
    return [];
  }
}

async function storedItems(indexedDB: IDBFactory): Promise<unknown> {
  const request = indexedDB.open(databaseName);
  request.onupgradeneeded = () => request.result.createObjectStore(objectStoreName);
  const database = await promisifyRequest(request);
  try {
    return await promisifyRequest<unknown>(
      database.transaction(objectStoreName, 'readonly').objectStore(objectStoreName).get('items'),
    );
  } finally {
    database.close();
  }
}

/** Drops every invalid item. */
export function readLibrary(stored: unknown): LibraryItems {
  if (!Array.isArray(stored)) return [];
  return stored
    .slice(0, maxLibraryItems)
    .flatMap((item: LibraryItems[number]) => (checkedItem(item) === undefined ? [] : [item]));
}
