import { IDBObjectStore } from 'fake-indexeddb';
import { vi } from 'vitest';

/** The disk is full for the writes of replicas, until the mocks are restored; an opening, and a deletion, still succeed. */
export function fillDisk(): void {
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
    key?: IDBValidKey,
  ) {
    if (key === 'meta') throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, key);
  });
}
