import { useContext, useRef, useState } from 'react';
import type { Result } from '#app/session/result.ts';
import { DraftsContext } from './drafts-context.ts';
import { type KeptText, readKept, storeKept, withRefusedText } from './kept-text.ts';

/** Changes the text of a field; undefined if it is sent or discarded. Also after the field is gone, for a text that is refused later. */
export type Keep = (next: (current: KeptText | undefined) => KeptText | undefined) => void;

/** The text of a field, which is a draft until it is sent or discarded: Escape, another board and a reload keep it. */
export function useKeptText(board: string, id: string): readonly [KeptText | undefined, Keep] {
  const drafts = useContext(DraftsContext);
  const [kept, setKept] = useState(() => readKept(drafts, board, id));
  const latest = useRef(kept);
  const keep: Keep = (next) => {
    latest.current = next(latest.current);
    storeKept(drafts, board, id, latest.current);
    setKept(latest.current);
  };
  return [kept, keep];
}

/** Empties the field of a text that is being sent. If it is refused, at once or later, the text returns to its field. */
export async function sendKept(sending: Promise<Result>, sent: KeptText, keep: Keep): Promise<void> {
  keep(() => undefined);
  let isApplied = false;
  try {
    isApplied = (await sending).status === 'applied';
  } finally {
    if (!isApplied) keep((current) => withRefusedText(current, sent));
  }
}
