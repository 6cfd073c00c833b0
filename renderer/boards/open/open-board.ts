/** Opens a board for a screen. */

import { BoardOpenElsewhere, type BoardSession, type BoardShelf } from '#app/session/api.ts';
import { BoardUnknown } from '#app/shelf/shelf.ts';
import { isStorageFailure } from '#app/store/errors.ts';
import { failureSentence } from '../../ui/failures/failure-sentence.ts';
import { failures } from '../../ui/texts.ts';

export type Opening =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly session: BoardSession }
  | { readonly state: 'elsewhere' }
  | { readonly state: 'unknown' }
  /** `why` is a sentence for a person. */
  | { readonly state: 'failed'; readonly why: string };

/** Never rejects: the result of an error names its source, the storage or the app. */
export async function openBoard(shelf: Pick<BoardShelf, 'open'>, id: string): Promise<Opening> {
  try {
    return { state: 'open', session: await shelf.open(id) };
  } catch (error) {
    if (error instanceof BoardOpenElsewhere) return { state: 'elsewhere' };
    if (error instanceof BoardUnknown) return { state: 'unknown' };
    console.error(error);
    return { state: 'failed', why: whyNot(error) };
  }
}

function whyNot(error: unknown): string {
  const sentence = failureSentence(error);
  if (sentence !== undefined) return sentence;
  return isStorageFailure(error)
    ? failures.open({ reason: String(error) })
    : failures.openFault({ reason: String(error) });
}
