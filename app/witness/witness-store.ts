/** The database of a witness in a window. */

import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { UnsavedCommands } from '#app/store/unsaved-commands.ts';

/** @throws StoreCorrupted | StoreTooNew | StoreTooOld | StoreFailed */
export function openWitnessStore(
  boardId: string,
  { indexedDB, random, now }: Pick<Required<ShelfOptions>, 'indexedDB' | 'random' | 'now'>,
): Promise<ReplicaStore> {
  // A witness gives no commands.
  const unsaved = new UnsavedCommands(() => undefined, boardId);
  return ReplicaStore.open(boardId, { indexedDB, random, now, unsaved, founder: false, kind: 'witness' });
}
