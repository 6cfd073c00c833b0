import { useCallback, useSyncExternalStore } from 'react';
import type { Blobs, BlobsView } from '#app/blobs/blobs.ts';

/** The state of a board's blobs, kept up to date. */
export function useBlobs(blobs: Blobs): BlobsView {
  const subscribe = useCallback((listener: () => void) => blobs.subscribe(listener), [blobs]);
  return useSyncExternalStore(subscribe, () => blobs.view());
}
