import { useCallback, useSyncExternalStore } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { Ties } from '#app/session/view/ties.ts';

/** One for each open board, for as long as its session is in use. */
const known = new WeakMap<BoardSession, Ties>();

function tiesOf(session: BoardSession): Ties {
  const made = known.get(session) ?? new Ties(session);
  known.set(session, made);
  return made;
}

/** The elements of the whiteboard that are tied to a card, kept up to date. */
export function useTiedElements(session: BoardSession, card: string): readonly string[] {
  const ties = tiesOf(session);
  const subscribe = useCallback((listener: () => void) => ties.subscribe(listener), [ties]);
  return useSyncExternalStore(subscribe, () => ties.elementsOf(card));
}
