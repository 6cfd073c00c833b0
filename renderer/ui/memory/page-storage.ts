/** The window's storage of small values across a reload: `localStorage`; for a guest's page only memory. */

import { isGuestPage } from '#app/shelf/guest.ts';

export type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const guestStorage = storageInMemory();

/** @returns undefined if the browser allows none. */
export function pageStorage(): PageStorage | undefined {
  if (isGuestPage()) return guestStorage;
  try {
    return globalThis.localStorage;
  } catch (error) {
    console.warn('The browser does not allow storage.', error);
    return undefined;
  }
}

export function storageInMemory(): PageStorage {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}
