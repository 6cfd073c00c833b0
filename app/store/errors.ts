/** What can be wrong with a device's storage. The messages are sentences for people. */

/** What is stored is not what Paxboard wrote, or not all of it. The replica in it must not vote again. */
export class StoreCorrupted extends Error {
  override readonly name = 'StoreCorrupted';
  /** What exactly was found; for a log. */
  readonly found: string;

  constructor(found: string) {
    super(
      'The copy of this board on this device is damaged and can not be used. ' +
        'The other devices still have the board: remove it here and join it again with an invite.',
    );
    this.found = found;
  }
}

/** A later version of the app wrote it. */
export class StoreTooNew extends Error {
  override readonly name = 'StoreTooNew';

  constructor() {
    super(
      'A newer version of Paxboard has saved this board on this device. ' +
        'Nothing is lost: update Paxboard and open it again.',
    );
  }
}

/** Another window opened the same board after this one did. Two windows must never act as one replica. */
export class StoreFenced extends Error {
  override readonly name = 'StoreFenced';

  constructor() {
    super(
      'This board was opened in another window of this device, which goes on where this one stopped. ' +
        'Nothing is lost: go on there, or reload this window to use it here.',
    );
  }
}

/** The device's storage refused or failed; nothing of what was being saved is there. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(cause: unknown) {
    super(failureText(cause), { cause });
  }
}

export type StoreError = StoreCorrupted | StoreTooNew | StoreFenced | StoreFailed;

export function isStoreError(error: unknown): error is StoreError {
  return (
    error instanceof StoreCorrupted ||
    error instanceof StoreTooNew ||
    error instanceof StoreFenced ||
    error instanceof StoreFailed
  );
}

function failureText(cause: unknown): string {
  if (cause instanceof Error && cause.name === 'QuotaExceededError') {
    return (
      'There is no room left for this board on this device. What was saved is safe: ' +
      'free some disk space and open the board again.'
    );
  }
  return (
    'This device could not save changes to the board, so it stopped taking part. What was saved is safe: ' +
    'open the board again.'
  );
}
