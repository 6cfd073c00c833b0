/** The storage of the shelf's records: a member's disk, or the memory of a guest's page. */

import { del, entries, get, keys, set, type UseStore, update } from 'idb-keyval';

export interface KeyValues {
  entries(): Promise<readonly (readonly [IDBValidKey, unknown])[]>;
  keys(): Promise<readonly IDBValidKey[]>;
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Atomic. Changes nothing if `by` throws, and rejects with its error. */
  update(key: string, by: (old: unknown) => unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

/** @param setting the store for {@link KeyValues.set}, if it has another durability. */
export function storedKeyValues(store: UseStore, setting: UseStore = store): KeyValues {
  return {
    entries: () => entries<IDBValidKey, unknown>(store),
    keys: () => keys(store),
    get: (key) => get<unknown>(key, store),
    set: (key, value) => set(key, value, setting),
    update: (key, by) => update<unknown>(key, by, store),
    delete: (key) => del(key, store),
  };
}

export function keyValuesInMemory(): KeyValues {
  const values = new Map<string, unknown>();
  return {
    entries: async () => [...values],
    keys: async () => [...values.keys()],
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    update: async (key, by) => void values.set(key, by(values.get(key))),
    delete: async (key) => void values.delete(key),
  };
}
