import { afterEach, describe, expect, it, vi } from 'vitest';
import { StoreFailed, StoreGone } from '../errors.ts';
import { deleteDatabase } from '../strict-store.ts';
import { freshIndexedDB } from '../testing/databases.ts';

import { ballot, open, write } from '../testing/writes.ts';

afterEach(() => vi.restoreAllMocks());

describe('a database that is deleted while in use', () => {
  const name = 'paxboard-board-b';

  it('is detected at once, and by every later commit', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const gone = new Promise<StoreGone>((resolve) => store.onGone(resolve));
    await deleteDatabase(indexedDB, name);
    expect(await gone).toBeInstanceOf(StoreGone);
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreGone);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('is detected by a commit that the browser aborts', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Databases } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    const begin = Databases.prototype.transaction;
    // As in Chromium: transactions end, then the connection, then the data.
    vi.spyOn(Databases.prototype, 'transaction').mockImplementationOnce(function (
      this: IDBDatabase,
      ...given
    ) {
      const transaction = begin.apply(this, given);
      queueMicrotask(() => transaction.abort());
      void deleteDatabase(indexedDB, name);
      return transaction;
    });
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreGone);
  });

  it('is detected if the browser closes the connection shortly before the deletion', async () => {
    const indexedDB = freshIndexedDB();
    const databases: IDBDatabase[] = [];
    const begin = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((...given) => {
      const request = begin(...given);
      request.addEventListener('success', () => databases.push(request.result));
      return request;
    });
    const store = await open(indexedDB);
    const gone = new Promise<StoreGone>((resolve) => store.onGone(resolve));
    databases[0]?.close();
    databases[0]?.onclose?.(new Event('close'));
    await vi.waitFor(() => expect(databases).toHaveLength(2));
    await deleteDatabase(indexedDB, name);
    expect(await gone).toBeInstanceOf(StoreGone);
  });

  it('is distinguished from one that only failed', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Databases } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    const gone = vi.fn();
    store.onGone(gone);
    vi.spyOn(Databases.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('the disk is broken', 'UnknownError');
    });
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreFailed);
    expect(gone).not.toHaveBeenCalled();
  });
});
