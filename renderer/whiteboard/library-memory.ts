/**
 * Library items of this device, for all its boards: in a separate database, validated and bounded. A guest's page keeps
 * them only in its memory.
 */

import type { LibraryItems } from '@excalidraw/excalidraw/types';
import { createStore, get, set } from 'idb-keyval';
import * as v from 'valibot';
import { isGuestPage } from '#app/shelf/guest.ts';
import { importScene } from '#shared/board/element/import.ts';

/** The maximum number of items of the library. */
export const maxLibraryItems = 500;

/** The maximum number of elements of one item. */
export const maxItemElements = 500;

const itemSchema = v.object({
  id: v.pipe(v.string(), v.maxLength(100)),
  status: v.picklist(['published', 'unpublished']),
  created: v.number(),
  name: v.optional(v.pipe(v.string(), v.maxLength(200))),
  elements: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(maxItemElements)),
});

const key = 'items';
let store: ReturnType<typeof createStore> | undefined;
let guestItems: LibraryItems = [];

function database() {
  store ??= createStore('paxboard-library', 'library');
  return store;
}

/** @returns the stored items that can be shown; none if the storage fails, as drawing does not need a library. */
export async function loadLibrary(): Promise<LibraryItems> {
  if (isGuestPage()) return guestItems;
  try {
    return readLibrary(await get(key, database()));
  } catch (error) {
    console.warn('The library could not be loaded', error);
    return [];
  }
}

export async function saveLibrary(items: LibraryItems): Promise<void> {
  try {
    const kept = structuredClone(items.slice(0, maxLibraryItems));
    if (isGuestPage()) guestItems = kept;
    else await set(key, kept, database());
  } catch (error) {
    console.warn('The library could not be saved', error);
  }
}

/** Drops every invalid item, and every item with an element that cannot be shown. */
export function readLibrary(stored: unknown): LibraryItems {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, maxLibraryItems).filter(isLibraryItem);
}

function isLibraryItem(item: unknown): item is LibraryItems[number] {
  const parsed = v.safeParse(itemSchema, item);
  if (!parsed.success) return false;
  const imported = importScene({ elements: parsed.output.elements });
  return imported.ok && imported.elements.length > 0 && imported.refused.length === 0;
}
