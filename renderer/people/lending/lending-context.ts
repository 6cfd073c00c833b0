import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { LentVote, LentVotes } from '#app/witness/lent-votes.ts';

/** Undefined where a page cannot lend a vote: on a guest. */
export const LendingContext = createContext<LentVotes | undefined>(undefined);

export interface Lending {
  readonly votes: LentVotes;
  readonly list: readonly LentVote[];
}

export function useLending(): Lending | undefined {
  const votes = useContext(LendingContext);
  const list = useSyncExternalStore(
    useCallback((listener) => votes?.subscribe(listener) ?? noSubscription, [votes]),
    () => votes?.list() ?? none,
  );
  return votes === undefined ? undefined : { votes, list };
}

const none: readonly LentVote[] = [];
const noSubscription = (): void => undefined;
