/**
 * A store function for idb-keyval that loses nothing it confirmed.
 *
 * idb-keyval's own `createStore` cannot request strict durability, and Chromium's default is relaxed: a transaction
 * then completes before its data are on the disk, and a power cut takes back a promise. It also commits the puts before
 * one that throws.
 *
 * Source: Indexed Database API 3.0, https://w3c.github.io/IndexedDB/#transaction-durability-hint.
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import { type Clock, systemClock } from '#app/clock/clock.ts';
import { StoreGone } from './errors.ts';
import { answerWithin } from './patience.ts';

/** The only object store of a database. */
export const objectStoreName = 'replica';

/**
 * The time for an open request, milliseconds. Chromium never answers one that is made while it closes a database because of
 * a full disk. Long, because a slow disk may have to recover a large database first.
 */
const openMilliseconds = 30_000;

/**
 * The time for a transaction, and for a deletion, milliseconds. Without a bound nothing reports a storage that no longer
 * answers: the changes of a board stay unsaved, and no other board opens until that one is closed.
 */
export const transactionMilliseconds = 30_000;

/** The same for {@link StrictStore.isGone}: a database that was just in use opens at once, and a failure waits to be reported. */
const lookMilliseconds = 3000;

/** While Chromium deletes a site's data it aborts every open request ("The connection was closed"). */
const maxLooks = 5;

export interface StrictStore {
  /**
   * Rejects with StoreGone if the database was deleted after the first use, and with a DOMException TimeoutError after
   * {@link transactionMilliseconds}: a transaction that was being committed may be stored then.
   */
  readonly use: UseStore;
  /** As `use`, without a wait for the disk: a crash of the process loses nothing, a power cut the latest transactions. */
  readonly useRelaxed: UseStore;
  /**
   * Whether the database was deleted after the first use; checks the disk. If not, it stays open: Chromium closes
   * connections shortly before it deletes, and reports the deletion by closing this one, too.
   */
  isGone(): Promise<boolean>;
  /** Closes the connection; the next use would reopen it. */
  close(): void;
}

export interface StrictStoreOptions {
  /**
   * Recreates the database, empty, if it vanishes. Otherwise it is created on first use only: one that vanishes later
   * (site data cleared, the board removed in another window) is not recreated unnoticed.
   */
  readonly recreate?: boolean;
  /** The browser closed the connection: the database may be gone. Not called after `close`. */
  readonly disconnected?: () => void;
  readonly clock?: Pick<Clock, 'after'>;
}

export function strictStore(
  indexedDB: IDBFactory,
  databaseName: string,
  { recreate = false, disconnected, clock = systemClock }: StrictStoreOptions = {},
): StrictStore {
  let connection: Promise<IDBDatabase> | undefined;
  /** The database of `connection`, once it is open: then a transaction begins in the same task. */
  let opened: IDBDatabase | undefined;
  let mayCreate = true;

  function connect(): Promise<IDBDatabase> {
    if (connection !== undefined) return connection;
    const opening = open();
    connection = opening;
    opening.then(
      (database) => {
        mayCreate = recreate;
        if (connection === opening) opened = database;
        database.onclose = () => {
          if (forget(opening)) disconnected?.();
        };
        // Another window wants to remove the database: an open connection would block it.
        database.onversionchange = () => {
          const isInUse = forget(opening);
          database.close();
          if (isInUse) disconnected?.();
        };
      },
      () => forget(opening),
    );
    return opening;
  }

  /** The next use opens the database again. @returns false if `opening` is not the current connection. */
  function forget(opening: Promise<IDBDatabase> | undefined): boolean {
    if (connection !== opening) return false;
    connection = undefined;
    opened = undefined;
    return true;
  }

  async function open(): Promise<IDBDatabase> {
    const request = indexedDB.open(databaseName, 1);
    const isExpected = !mayCreate;
    let isMissing = false;
    request.onupgradeneeded = () => {
      if (isExpected) {
        isMissing = true;
        request.transaction?.abort();
      } else request.result.createObjectStore(objectStoreName);
    };
    try {
      const database = await promisifyRequest(request);
      // The name exists again after this database was deleted.
      isMissing = isExpected && !database.objectStoreNames.contains(objectStoreName);
      if (!isMissing) return database;
      database.close();
    } catch (error) {
      if (!isMissing) throw error;
    }
    throw new StoreGone();
  }

  /** @throws DOMException TimeoutError if the browser does not answer; the next use asks again. */
  function answerOf(opening: Promise<IDBDatabase>, milliseconds: number): Promise<IDBDatabase> {
    return answerWithin(clock, milliseconds, opening, () => {
      if (connection === opening) close();
    });
  }

  async function begin(
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability,
  ): Promise<IDBTransaction> {
    const opening = connect();
    const database = await answerOf(opening, openMilliseconds);
    try {
      return database.transaction(objectStoreName, mode, { durability });
    } catch (error) {
      if (!isClosing(error)) throw error;
      forget(opening);
      const next = await answerOf(connect(), openMilliseconds);
      return next.transaction(objectStoreName, mode, { durability });
    }
  }

  /** @returns undefined if the database is not open, or closing. */
  function beginNow(mode: IDBTransactionMode, durability: IDBTransactionDurability) {
    try {
      return opened?.transaction(objectStoreName, mode, { durability });
    } catch (error) {
      if (isClosing(error)) return undefined;
      throw error;
    }
  }

  const withDurability =
    (durability: IDBTransactionDurability): UseStore =>
    async (mode, callback) => {
      const transaction = beginNow(mode, durability) ?? (await begin(mode, durability));
      let result: ReturnType<typeof callback>;
      try {
        result = callback(transaction.objectStore(objectStoreName));
      } catch (error) {
        transaction.abort();
        throw error;
      }
      return answerWithin(clock, transactionMilliseconds, Promise.resolve(result), () =>
        abandon(transaction),
      );
    };

  function close(): void {
    const closing = connection;
    forget(closing);
    // A failure to open was reported to the caller.
    closing?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  return {
    use: withDurability('strict'),
    useRelaxed: withDurability('relaxed'),
    close,
    async isGone() {
      close();
      for (let looks = 1; ; looks += 1) {
        try {
          await answerOf(connect(), lookMilliseconds);
          return false;
        } catch (error) {
          if (error instanceof StoreGone) return true;
          // For other errors the database may exist.
          const isAborted = error instanceof Error && error.name === 'AbortError';
          if (!isAborted || looks === maxLooks) return false;
        }
      }
    },
  };
}

/** Whether a transaction cannot begin because the browser is closing the connection, and has not reported it yet. */
function isClosing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'InvalidStateError';
}

/** Nothing of it is to be stored; one that the browser is committing may be. */
function abandon(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over, or being committed.
  }
}

/**
 * Removes the database. Windows that have it open are asked to close it first.
 *
 * @throws DOMException TimeoutError if the browser does not answer, or a window does not close it; it may be removed later.
 */
export async function deleteDatabase(
  indexedDB: IDBFactory,
  databaseName: string,
  clock: Pick<Clock, 'after'> = systemClock,
): Promise<void> {
  const deletion = promisifyRequest(indexedDB.deleteDatabase(databaseName));
  await answerWithin(clock, transactionMilliseconds, deletion, () => undefined);
}
