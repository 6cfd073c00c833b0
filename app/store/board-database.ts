/** The databases of one board on this device. Each is opened, and removed, in the same way. */

import { storeErrorsOf } from './errors.ts';
import { deleteDatabase, type StrictStore, strictStore } from './strict-store.ts';

/**
 * `board` holds the replica (`replica-store.ts`), `blobs` its images (`app/blobs/blob-store.ts`), `witness` the replica
 * with which this device lends a vote.
 */
export type DatabaseKind = 'board' | 'blobs' | 'witness';

export interface DatabaseOptions {
  readonly indexedDB: IDBFactory;
  readonly kind: DatabaseKind;
  readonly boardId: string;
  /** The browser closed the connection: the database may be gone. Not called after `close`. */
  readonly disconnected?: () => void;
}

/** Part of the stored format. */
export function databaseName(kind: DatabaseKind, boardId: string): string {
  return `paxboard-${kind}-${boardId}`;
}

/**
 * Opens a database and reads it. It is created on first use; if `read` fails, its connection is closed.
 *
 * @throws StoreFailed if the storage failed, and errors of `read` unchanged
 */
export function openDatabase<Opened>(
  { indexedDB, kind, boardId, disconnected }: DatabaseOptions,
  read: (store: StrictStore) => Promise<Opened>,
): Promise<Opened> {
  return storeErrorsOf('open', async () => {
    const store = strictStore(
      indexedDB,
      databaseName(kind, boardId),
      disconnected === undefined ? {} : { disconnected },
    );
    try {
      return await read(store);
    } catch (error) {
      store.close();
      throw error;
    }
  });
}

/** Windows that have the database open are asked to close it first. @throws StoreFailed */
export function removeDatabase(indexedDB: IDBFactory, kind: DatabaseKind, boardId: string): Promise<void> {
  return storeErrorsOf('delete', () => deleteDatabase(indexedDB, databaseName(kind, boardId)));
}
