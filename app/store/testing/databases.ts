/** IndexedDB for tests: a fresh one per device, and deterministic dependencies of a store. */

import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { databaseName } from '../board-database.ts';
import type { ReplicaKind } from '../replica/layout.ts';
import type { StoreOptions } from '../replica/replica-store.ts';
import { type PageStorage, UnsavedCommands } from '../unsaved-commands.ts';

// Key ranges are the only part of IndexedDB that no factory provides.
globalThis.IDBKeyRange = FakeKeyRange;

export function freshIndexedDB(): IDBFactory {
  return new FakeFactory();
}

let bytesHandedOut = 0;

/** Bytes that no other call returns. */
export function distinctBytes(bytes: number): Uint8Array {
  bytesHandedOut += 1;
  const result = new Uint8Array(bytes);
  new DataView(result.buffer).setUint32(0, bytesHandedOut);
  return result;
}

export function storeOptions(
  indexedDB: IDBFactory,
  founder = false,
  unsaved = new UnsavedCommands(() => undefined, 'b'),
): StoreOptions {
  return { indexedDB, founder, random: distinctBytes, now: () => 1_700_000_000_000, unsaved };
}

/** `localStorage` of one device; its content outlives its pages. */
export class FakePageStorage implements PageStorage {
  readonly texts = new Map<string, string>();

  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    this.texts.set(key, text);
  }

  removeItem(key: string): void {
    this.texts.delete(key);
  }
}

/** Direct access, as by a damaged disk or another program. */
export async function tamper(
  indexedDB: IDBFactory,
  boardId: string,
  change: (objects: IDBObjectStore) => void,
  kind: ReplicaKind = 'board',
): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(databaseName(kind, boardId));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction('replica', 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    change(transaction.objectStore('replica'));
  });
  database.close();
}
