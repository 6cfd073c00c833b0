/** Errors of `app/`, as sentences: what happened, what is safe, what to do. */

import { BoardOpenElsewhere, RecoveryNotPossible } from '#app/session/api.ts';
import { BoardNotReceived } from '#app/shelf/actions/board-actions.ts';
import { maxBoards, SecretLocked, ShelfDamaged, ShelfFull } from '#app/shelf/records/shelf-records.ts';
import { BoardUnknown } from '#app/shelf/shelf.ts';
import { isStorageFailure, StoreError } from '#app/store/errors.ts';
import { failures } from '../texts.ts';
import { storeText } from './store-text.ts';

/** @returns undefined for an error that only developers can act on. */
export function failureSentence(error: unknown): string | undefined {
  if (error instanceof StoreError) return storeText(error.fault);
  return sentences.find(([type]) => error instanceof type)?.[1];
}

const sentences: readonly (readonly [type: new () => Error, sentence: string])[] = [
  [
    BoardOpenElsewhere,
    'This board is open in another window of this device. Nothing is lost: go on there, or close it first.',
  ],
  [
    RecoveryNotPossible,
    'Enough devices are reachable again, or were until a moment ago, so this one did not go on alone. Nothing has changed.',
  ],
  [
    BoardNotReceived,
    'This device has joined the board and received nothing of it so far. Try again while another device has the board open.',
  ],
  [BoardUnknown, 'This device does not know that board. Join it with an invite from someone on it.'],
  [
    ShelfDamaged,
    'What this device remembers of the board cannot be read. Perhaps a newer Paxboard wrote it. ' +
      'Nothing was changed. Update Paxboard, or forget the board here and join it again with an invite.',
  ],
  [
    ShelfFull,
    `This device remembers ${maxBoards} boards, which is as many as it can. ` +
      'Nothing was changed. Forget a board that you no longer need, then try again.',
  ],
  [
    SecretLocked,
    'The key to this board is sealed, and the system does not open it: perhaps its keyring is locked, or was reset. ' +
      'Nothing is lost. Unlock the keyring and start Paxboard again, or join the board again with its invite link.',
  ],
];

/**
 * The sentence for any error: it names the storage or the page as the source.
 *
 * @param what failed, as a sentence.
 */
export function failureText(error: unknown, what: string): string {
  const sentence = failureSentence(error);
  if (sentence !== undefined) return sentence;
  return isStorageFailure(error)
    ? failures.storage({ problem: what, reason: String(error) })
    : failures.unexpected({ problem: what });
}
