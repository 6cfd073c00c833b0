/** The faults of a device's storage. The messages are for a log; a window has the sentences for `fault`. */

/** The operation during which the storage failed. */
export type StoreUse = 'open' | 'save' | 'delete';

export type StoreFault =
  /** See the class of each: `StoreCorrupted` and so on. */
  | { readonly type: 'corrupted' | 'tooNew' | 'tooOld' | 'fenced' | 'gone' }
  /** The disk, or the browser's quota, has no room left. */
  | { readonly type: 'full' }
  /** `cause` is technical. */
  | { readonly type: 'failed'; readonly use: StoreUse; readonly cause: string };

const lastingFaults = ['corrupted', 'tooNew', 'tooOld'] as const;

/** A fault that another attempt of this version does not end. */
export type LastingFault = { readonly type: (typeof lastingFaults)[number] };

/** @returns the fault, if another attempt of this version does not end it. */
export function lastingFault({ type }: StoreFault): LastingFault | undefined {
  const lasting = lastingFaults.find((one) => one === type);
  return lasting === undefined ? undefined : { type: lasting };
}

export abstract class StoreError extends Error {
  abstract readonly fault: StoreFault;
}

/** The stored data is damaged or incomplete. Its replica must not vote again. */
export class StoreCorrupted extends StoreError {
  override readonly name = 'StoreCorrupted';
  readonly fault = { type: 'corrupted' } as const;

  /** @param found is the exact finding. */
  constructor(found: string) {
    super(`the stored data is damaged: ${found}`);
  }
}

/** Written by a later version of the app. */
export class StoreTooNew extends StoreError {
  override readonly name = 'StoreTooNew';
  readonly fault = { type: 'tooNew' } as const;

  constructor() {
    super('the stored data has a newer format');
  }
}

/** Written by a version before the first release, whose commands are not signed. */
export class StoreTooOld extends StoreError {
  override readonly name = 'StoreTooOld';
  readonly fault = { type: 'tooOld' } as const;

  constructor() {
    super('the stored data has a format before the first release');
  }
}

/** Another window opened the same board later. Two windows must never act as one replica. */
export class StoreFenced extends StoreError {
  override readonly name = 'StoreFenced';
  readonly fault = { type: 'fenced' } as const;

  constructor() {
    super('another window has opened the board');
  }
}

/** The database was deleted while in use: the site's data were cleared. */
export class StoreGone extends StoreError {
  override readonly name = 'StoreGone';
  readonly fault = { type: 'gone' } as const;

  constructor() {
    super('the database was deleted');
  }
}

/** The device's storage refused or failed; nothing of the operation was stored. */
export class StoreFailed extends StoreError {
  override readonly name = 'StoreFailed';
  readonly fault: StoreFault;

  constructor(cause: unknown, use: StoreUse = 'save') {
    super(`the storage failed to ${use}: ${String(cause)}`, { cause });
    const isFull = cause instanceof Error && cause.name === 'QuotaExceededError';
    this.fault = isFull ? { type: 'full' } : { type: 'failed', use, cause: String(cause) };
  }
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
  return !(error instanceof StoreError) && isStorageFailure(error) ? new StoreFailed(error, use) : error;
}

/** Runs `operation`, and throws its failures as {@link storeErrorOf} reports them. */
export async function storeErrorsOf<Result>(
  use: StoreUse,
  operation: () => Promise<Result>,
): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw storeErrorOf(error, use);
  }
}
