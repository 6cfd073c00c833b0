/** Errors of the rooms below whose message is a sentence for a person. */

import { BoardOpenElsewhere, RecoveryNotPossible } from '#app/session/api.ts';
import { BoardUnknown } from '#app/shelf/shelf.ts';
import { SecretLocked, ShelfDamaged, ShelfFull } from '#app/shelf/shelf-records.ts';
import { isStorageFailure, isStoreError } from '#app/store/errors.ts';
import { failures } from './texts.ts';

/** @returns undefined if the error's message is for developers. */
export function failureSentence(error: unknown): string | undefined {
  if (
    error instanceof BoardOpenElsewhere ||
    error instanceof RecoveryNotPossible ||
    error instanceof BoardUnknown ||
    error instanceof ShelfDamaged ||
    error instanceof ShelfFull ||
    error instanceof SecretLocked ||
    isStoreError(error)
  ) {
    return error.message;
  }
  return undefined;
}

/**
 * Tells what a person should know of any error: whether the storage failed or the page did.
 *
 * @param what could not be done, as a sentence.
 */
export function failureText(error: unknown, what: string): string {
  const sentence = failureSentence(error);
  if (sentence !== undefined) return sentence;
  return isStorageFailure(error)
    ? failures.storage({ problem: what, reason: String(error) })
    : failures.unexpected({ problem: what });
}
