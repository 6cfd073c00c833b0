/** Exceptions, as reasons. */

import { StoreError, StoreFenced, StoreGone } from '#app/store/errors.ts';
import type { Halt } from './listener.ts';

export function haltOf(error: unknown): Halt {
  if (error instanceof StoreFenced) return { reason: 'elsewhere' };
  if (error instanceof StoreGone) return { reason: 'gone' };
  if (error instanceof StoreError) return { reason: 'storage', fault: error.fault };
  return { reason: 'invariant', why: messageOf(error) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
