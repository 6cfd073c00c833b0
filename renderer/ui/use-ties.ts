import { useCallback, useSyncExternalStore } from 'react';
import type { BoardSession } from '#app/session/api.ts';

/** The elements of the whiteboard that are tied to a card, kept up to date. */
export function useTiedElements({ ties }: Pick<BoardSession, 'ties'>, card: string): readonly string[] {
  const subscribe = useCallback((listener: () => void) => ties.subscribe(listener), [ties]);
  return useSyncExternalStore(subscribe, () => ties.elementsOf(card));
}
