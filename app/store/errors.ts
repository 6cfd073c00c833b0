/** The faults of a device's storage. The messages are sentences for people. */

/** The stored data is damaged or incomplete. Its replica must not vote again. */
export class StoreCorrupted extends Error {
  override readonly name = 'StoreCorrupted';
  /** The exact finding; for a log. */
  readonly found: string;

  constructor(found: string) {
    super(
      'The copy of this board on this device is damaged and cannot be used. ' +
        'The other devices still have the board: remove it here and join it again with an invite.',
    );
    this.found = found;
  }
}

/** Written by a later version of the app. */
export class StoreTooNew extends Error {
  override readonly name = 'StoreTooNew';

  constructor() {
    super(
      'A newer version of Paxboard has saved this board on this device. ' +
        'Nothing is lost: update Paxboard and open it again.',
    );
  }
}

/** Written by a version before the first release, whose commands are not signed. */
export class StoreTooOld extends Error {
  override readonly name = 'StoreTooOld';

  constructor() {
    super(
      'An earlier version of Paxboard saved this board on this device, in a form that this one cannot use. ' +
        'Remove the board here and join it again with an invite from a device that has it. ' +
        'Where no other device has it, open it with the earlier version.',
    );
  }
}

/** Another window opened the same board later. Two windows must never act as one replica. */
export class StoreFenced extends Error {
  override readonly name = 'StoreFenced';

  constructor() {
    super(
      'This board was opened in another window of this device, which goes on where this one stopped. ' +
        'Nothing is lost: go on there, or reload this window to use it here.',
    );
  }
}

/** The database was deleted while in use: the site's data were cleared. */
export class StoreGone extends Error {
  override readonly name = 'StoreGone';

  constructor() {
    super(
      'This device’s copy of the board was deleted (site data cleared), so this device stopped taking part. ' +
        'The others have what was settled: join again with an invite from one of them. ' +
        'This window still shows what it knew. If nobody else has the board, save it to a file before you leave.',
    );
  }
}

/** The operation during which the storage failed. */
export type StoreUse = 'open' | 'save' | 'delete';

/** The device's storage refused or failed; nothing of the operation was stored. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(cause: unknown, use: StoreUse = 'save') {
    super(failureText(cause, use), { cause });
  }
}

export type StoreError = StoreCorrupted | StoreTooNew | StoreTooOld | StoreFenced | StoreGone | StoreFailed;

export function isStoreError(error: unknown): error is StoreError {
  return (
    error instanceof StoreCorrupted ||
    error instanceof StoreTooNew ||
    error instanceof StoreTooOld ||
    error instanceof StoreFenced ||
    error instanceof StoreGone ||
    error instanceof StoreFailed
  );
}

/**
 * Names of errors that a browser's storage raises for its own reasons. Those that only a wrong call causes
 * (`DataError`, `DataCloneError`, `ReadOnlyError`, …) are deliberately absent: they are bugs of the page.
 *
 * Source: Indexed Database API 3.0, https://w3c.github.io/IndexedDB/#exceptions.
 */
const storageErrorNames: ReadonlySet<string> = new Set([
  'AbortError',
  'InvalidStateError',
  'NotFoundError',
  'NotReadableError',
  'QuotaExceededError',
  'SecurityError',
  'TimeoutError',
  'UnknownError',
  'VersionError',
]);

/** Whether the storage failed rather than the page: a `TypeError` is always a bug of the page. */
export function isStorageFailure(error: unknown): boolean {
  return error instanceof StoreFailed || (error instanceof Error && storageErrorNames.has(error.name));
}

/** @returns the error that a store reports: bugs of the page are passed on unchanged. */
export function storeErrorOf(error: unknown, use: StoreUse): unknown {
  return !isStoreError(error) && isStorageFailure(error) ? new StoreFailed(error, use) : error;
}

function failureText(cause: unknown, use: StoreUse): string {
  if (cause instanceof Error && cause.name === 'QuotaExceededError') {
    return (
      'There is no room left for this board on this device. What was saved is safe: ' +
      'free some disk space and open the board again.'
    );
  }
  switch (use) {
    case 'open':
      return (
        `This device’s storage did not let the board be read (${String(cause)}). Nothing was changed. ` +
        'Close other windows of Paxboard, check that the disk has room, then open the board again.'
      );
    case 'save':
      return (
        'This device could not save changes to the board, so it stopped taking part. What was saved is safe: ' +
        'open the board again.'
      );
    case 'delete':
      return (
        `This device’s storage did not let the board be deleted (${String(cause)}). ` +
        'Close other windows of Paxboard, then try again.'
      );
  }
}
