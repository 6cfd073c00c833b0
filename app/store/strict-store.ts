/**
 * A store function for idb-keyval that loses nothing it confirmed.
 *
 * idb-keyval's own `createStore` can not ask for strict durability, and Chromium's default is relaxed: a transaction
 * then completes before its data are on the disk, and a power cut takes back a promise. It also commits the puts that
 * came before one that throws.
 *
 * Source: Indexed Database API 3.0, https://w3c.github.io/IndexedDB/#transaction-durability-hint.
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';

/** The only object store of a database. */
export const objectStoreName = 'replica';

export interface StrictStore {
  readonly use: UseStore;
  /** Lets go of the connection; the next use would open it again. */
  close(): void;
}

/**
 * Creates the database on first use only: one that vanishes later (the board was removed in another window) is not
 * made anew behind the back of whoever holds this.
 */
export function strictStore(indexedDB: IDBFactory, databaseName: string): StrictStore {
  let connection: Promise<IDBDatabase> | undefined;
  let mayCreate = true;

  function connect(): Promise<IDBDatabase> {
    if (connection !== undefined) return connection;
    const request = indexedDB.open(databaseName, 1);
    const created = mayCreate;
    request.onupgradeneeded = () => {
      if (created) request.result.createObjectStore(objectStoreName);
      else request.transaction?.abort();
    };
    const opening = promisifyRequest(request);
    connection = opening;
    const forget = () => {
      if (connection === opening) connection = undefined;
    };
    opening.then((database) => {
      mayCreate = false;
      database.onclose = forget;
      // Another window wants to remove the database: holding on would block it.
      database.onversionchange = () => {
        forget();
        database.close();
      };
    }, forget);
    return opening;
  }

  const use: UseStore = async (mode, callback) => {
    const database = await connect();
    const transaction = database.transaction(objectStoreName, mode, { durability: 'strict' });
    let result: ReturnType<typeof callback>;
    try {
      result = callback(transaction.objectStore(objectStoreName));
    } catch (error) {
      transaction.abort();
      throw error;
    }
    return result;
  };

  return {
    use,
    close() {
      const closing = connection;
      connection = undefined;
      // A connection that could not be opened was reported to whoever used it.
      closing?.then(
        (database) => database.close(),
        () => undefined,
      );
    },
  };
}

/** Removes the database. Windows that have it open are asked to let go first. */
export async function deleteDatabase(indexedDB: IDBFactory, databaseName: string): Promise<void> {
  await promisifyRequest(indexedDB.deleteDatabase(databaseName));
}
