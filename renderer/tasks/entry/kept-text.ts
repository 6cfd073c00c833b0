/** Drafts of fields that hold one text: a new task, a comment, an item of a checklist. */

import type { Drafts } from './drafts.ts';

export interface KeptText {
  /** The text from which the person began; empty in a field for something new. */
  readonly was: string;
  readonly text: string;
}

export function readKept(drafts: Drafts, board: string, id: string): KeptText | undefined {
  const draft = drafts.get(board, id);
  return draft === undefined ? undefined : { was: draft.base.notes, text: draft.mine.notes };
}

/** @param kept undefined, or a text without a change, deletes the draft. */
export function storeKept(drafts: Drafts, board: string, id: string, kept: KeptText | undefined): void {
  if (kept === undefined || kept.text === kept.was) drafts.delete(board, id);
  else
    drafts.set(board, id, {
      mine: { title: '', notes: kept.text },
      base: { title: '', notes: kept.was },
    });
}

/** A refused text returns to its field, unless the person has typed another one meanwhile. */
export function withRefusedText(current: KeptText | undefined, refused: KeptText): KeptText {
  return current === undefined || current.text === '' ? refused : current;
}
