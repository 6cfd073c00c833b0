/**
 * Reads a whole database in small requests of one transaction. Chromium builds the answer to a request as one message, which
 * takes several times as long for one of some megabytes as for its parts.
 */

import { promisifyRequest } from 'idb-keyval';
import { chunkPrefix } from './layout.ts';

/** Most values are below a kilobyte, of which one request each would take as long. */
const valuesPerRequest = 16;

/** @returns all entries in key order. The transaction is still active when it resolves. */
export async function readAll(
  objects: IDBObjectStore,
): Promise<readonly (readonly [IDBValidKey, unknown])[]> {
  const keys = await promisifyRequest(objects.getAllKeys());
  const parts = await Promise.all(requestsOf(keys).map((some) => valuesOf(objects, some)));
  const values = parts.flat();
  return keys.map((key, position) => [key, values[position]]);
}

/** Successive keys: each chunk of a snapshot alone, the others in groups. */
function requestsOf(keys: readonly IDBValidKey[]): readonly (readonly IDBValidKey[])[] {
  const requests: IDBValidKey[][] = [];
  let open: IDBValidKey[] | undefined;
  for (const key of keys) {
    const isChunk = Array.isArray(key) && key[0] === chunkPrefix;
    if (open === undefined || isChunk || open.length === valuesPerRequest) {
      open = [];
      requests.push(open);
    }
    open.push(key);
    if (isChunk) open = undefined;
  }
  return requests;
}

function valuesOf(objects: IDBObjectStore, keys: readonly IDBValidKey[]): Promise<readonly unknown[]> {
  const range = IDBKeyRange.bound(keys[0], keys.at(-1));
  return promisifyRequest<unknown[]>(objects.getAll(range));
}
