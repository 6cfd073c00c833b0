import { entries, get, promisifyRequest, set, setMany } from 'idb-keyval';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { StoreGone } from './errors.ts';
import { deleteDatabase, type StrictStore, strictStore, transactionMilliseconds } from './strict-store.ts';
import { freshIndexedDB } from './testing/databases.ts';

/** Tracks open connections, so that a test can close them as a browser does. */
function watched(indexedDB: IDBFactory) {
  const databases: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...parameters) => {
    const request = open(...parameters);
    request.addEventListener('success', () => databases.push(request.result));
    return request;
  });
  return databases;
}

describe('the strict store', () => {
  afterEach(() => vi.restoreAllMocks());

  it('works with the functions of idb-keyval', async () => {
    const { use } = strictStore(freshIndexedDB(), 'a');
    await set('one', 1, use);
    expect(await get('one', use)).toBe(1);
  });

  it('requests strict durability, every time', async () => {
    const indexedDB = freshIndexedDB();
    const databases = watched(indexedDB);
    const { use } = strictStore(indexedDB, 'a');
    await set('one', 1, use);
    const transaction = vi.spyOn(databases[0] ?? expect.fail('nothing was opened'), 'transaction');
    await set('two', 2, use);
    await setMany([['three', 3]], use);
    expect(transaction.mock.calls.map((parameters) => parameters[2])).toEqual([
      { durability: 'strict' },
      { durability: 'strict' },
    ]);
  });

  it('keeps nothing of a transaction whose callback throws', async () => {
    const { use } = strictStore(freshIndexedDB(), 'a');
    const many: [string, unknown][] = [
      ['one', 1],
      ['two', () => 'a function cannot be stored'],
    ];
    await expect(setMany(many, use)).rejects.toThrow();
    expect(await entries(use)).toEqual([]);
  });

  it('opens a new connection when the browser closed the old one', async () => {
    const indexedDB = freshIndexedDB();
    const databases = watched(indexedDB);
    const { use } = strictStore(indexedDB, 'a');
    await set('one', 1, use);
    const [first] = databases;
    first?.close();
    first?.onclose?.(new Event('close'));
    expect(await get('one', use)).toBe(1);
    expect(databases).toHaveLength(2);
  });

  it('begins a transaction in the same task once the database is open', async () => {
    const indexedDB = freshIndexedDB();
    const databases = watched(indexedDB);
    const { use } = strictStore(indexedDB, 'a');
    await set('one', 1, use);
    const transaction = vi.spyOn(databases[0] ?? expect.fail('nothing was opened'), 'transaction');
    const setting = set('two', 2, use);
    expect(transaction).toHaveBeenCalledTimes(1);
    await setting;
  });

  it('retries after it could not open', async () => {
    const indexedDB = freshIndexedDB();
    const { use } = strictStore(indexedDB, 'a');
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new Error('no storage today');
    });
    await expect(get('one', use)).rejects.toThrow('no storage today');
    await set('one', 1, use);
    expect(await get('one', use)).toBe(1);
  });

  it('closes when the database is to be deleted, and does not recreate it', async () => {
    const indexedDB = freshIndexedDB();
    const { use } = strictStore(indexedDB, 'a');
    await set('one', 1, use);
    await deleteDatabase(indexedDB, 'a');
    await expect(get('one', use)).rejects.toThrow(StoreGone);
    await expect(get('one', use)).rejects.toThrow(StoreGone);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('recreates it if allowed', async () => {
    const indexedDB = freshIndexedDB();
    const { use } = strictStore(indexedDB, 'a', { recreate: true });
    await set('one', 1, use);
    await deleteDatabase(indexedDB, 'a');
    expect(await get('one', use)).toBeUndefined();
    await set('two', 2, use);
    expect(await get('two', use)).toBe(2);
  });

  it('distinguishes a deleted database from a closed connection', async () => {
    const indexedDB = freshIndexedDB();
    const databases = watched(indexedDB);
    const disconnected = vi.fn();
    const store = strictStore(indexedDB, 'a', { disconnected });
    await set('one', 1, store.use);
    databases[0]?.close();
    databases[0]?.onclose?.(new Event('close'));
    expect(disconnected).toHaveBeenCalledTimes(1);
    expect(await store.isGone()).toBe(false);
    await get('one', store.use);
    await deleteDatabase(indexedDB, 'a');
    expect(disconnected).toHaveBeenCalledTimes(2);
    expect(await store.isGone()).toBe(true);
    // Another connection meanwhile creates an empty one.
    (await promisifyRequest(indexedDB.open('a'))).close();
    expect(await store.isGone()).toBe(true);
    await expect(get('one', store.use)).rejects.toThrow(StoreGone);
  });

  it('checks again if the browser aborts an open request while it deletes', async () => {
    const indexedDB = freshIndexedDB();
    const store = strictStore(indexedDB, 'a');
    await set('one', 1, store.use);
    await deleteDatabase(indexedDB, 'a');
    const open = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('The connection was closed.', 'AbortError');
    });
    expect(await store.isGone()).toBe(true);
    open.mockImplementation(() => {
      throw new DOMException('The connection was closed.', 'AbortError');
    });
    expect(await store.isGone()).toBe(false);
  });

  it.each([
    [
      'a use',
      30_000,
      (store: StrictStore) => get('one', store.use).catch((error: Error) => error.name),
      'TimeoutError',
    ],
    ['a check whether the database is gone', 3000, (store: StrictStore) => store.isGone(), false],
  ])(
    '%s ends, and the next one works, if the browser never answers an open request',
    async (_, limit, use, result) => {
      const clock = new ManualClock();
      const indexedDB = freshIndexedDB();
      await set('one', 1, strictStore(indexedDB, 'a').use);
      const store = strictStore(indexedDB, 'a', { clock });
      vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => new EventTarget() as IDBOpenDBRequest);
      const used = use(store);
      const ended = vi.fn();
      void used.then(ended);
      await clock.advance(limit - 1);
      expect(ended).not.toHaveBeenCalled();
      await clock.advance(1);
      expect(await used).toBe(result);
      expect(await get('one', store.use)).toBe(1);
    },
  );

  it('a transaction ends, and stores nothing, if the browser never completes it', async () => {
    const clock = new ManualClock();
    const indexedDB = freshIndexedDB();
    const store = strictStore(indexedDB, 'a', { clock });
    let transaction: IDBTransaction | undefined;
    const endless = store
      .use('readwrite', (objects) => {
        ({ transaction } = objects);
        objects.put(1, 'one');
        // Its requests never end, so it does not complete.
        const again = (): void => {
          objects.get('one').onsuccess = again;
        };
        again();
        return new Promise<void>(() => undefined);
      })
      .catch((error: Error) => error.name);
    await vi.waitFor(() => expect(transaction).toBeDefined());
    const aborted = new Promise((resolve) => {
      if (transaction !== undefined) transaction.onabort = resolve;
    });
    const ended = vi.fn();
    void endless.then(ended);
    // A night asleep is one step.
    await clock.oversleep(8 * 3_600_000);
    await clock.advance(transactionMilliseconds - 5001);
    expect(ended).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(await endless).toBe('TimeoutError');
    await aborted;
    expect(await get('one', store.use)).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('a deletion ends if another window never closes the database', async () => {
    const clock = new ManualClock();
    const indexedDB = freshIndexedDB();
    vi.spyOn(indexedDB, 'deleteDatabase').mockReturnValueOnce(new EventTarget() as IDBOpenDBRequest);
    const deletion = deleteDatabase(indexedDB, 'a', clock).catch((error: Error) => error.name);
    await clock.advance(transactionMilliseconds);
    expect(await deletion).toBe('TimeoutError');
  });

  it('reopens when the browser closed the connection without an event', async () => {
    const indexedDB = freshIndexedDB();
    const databases = watched(indexedDB);
    const { use } = strictStore(indexedDB, 'a');
    await set('one', 1, use);
    databases[0]?.close();
    expect(await get('one', use)).toBe(1);
  });

  it('completes transactions in flight when it is closed', async () => {
    const indexedDB = freshIndexedDB();
    const store = strictStore(indexedDB, 'a');
    await set('one', 1, store.use);
    const writing = store.use('readwrite', (objects) => {
      objects.put(2, 'two');
      return promisifyRequest(objects.transaction);
    });
    await Promise.resolve();
    store.close();
    await writing;
    expect(await get('two', strictStore(indexedDB, 'a').use)).toBe(2);
  });
});
