/** Exceptions, as reasons. */

import { isStoreError, StoreFenced, StoreGone } from '#app/store/errors.ts';
import type { HaltReason } from './listener.ts';

export function haltReasonOf(error: unknown): HaltReason {
  if (error instanceof StoreFenced) return 'elsewhere';
  if (error instanceof StoreGone) return 'gone';
  return isStoreError(error) ? 'storage' : 'invariant';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
