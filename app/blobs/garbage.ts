/** Selects the blobs to remove: those without a reference, after a time in which undo may restore one. */

import type { BlobId } from '#shared/blob/blob.ts';
import type { BlobStore } from './blob-store.ts';
import type { References } from './references.ts';

/** How long a blob without a reference is kept, milliseconds. */
export const keptMs = {
  /** A deleted element refers to it, and undo restores elements. */
  deleted: 7 * 24 * 3_600_000,
  /** Nothing has referred to it yet, or the change that did was refused. */
  unplaced: 3_600_000,
  /** Another blob needs the room. */
  pressed: 600_000,
} as const;

/**
 * The time between two collections counts as this part of the time that a blob is kept, at most: a clock that jumps ahead by a week
 * alone removes nothing.
 */
const longestStep = 1 / 7;

export interface Expired {
  readonly remove: readonly BlobId[];
  /** The time since which each other blob has no reference. */
  readonly unused: ReadonlyMap<BlobId, number>;
}

export interface CollectionTime {
  /** Milliseconds since 1970. If the clock was set back, the time of a blob starts again. */
  readonly now: number;
  /** The `now` of the collection before; undefined if it is unknown. */
  readonly collected: number | undefined;
  /** Another blob needs the room. */
  readonly isPressed: boolean;
}

export function expired(
  { sizes, unused: before }: Pick<BlobStore, 'sizes' | 'unused'>,
  references: Pick<References, 'isLiving' | 'isDeleted'>,
  { now, collected = now, isPressed }: CollectionTime,
): Expired {
  const remove: BlobId[] = [];
  const unused = new Map<BlobId, number>();
  for (const id of sizes.keys()) {
    if (references.isLiving(id)) continue;
    const kept = references.isDeleted(id) ? keptMs.deleted : keptMs.unplaced;
    const uncounted = Math.max(0, now - collected - kept * longestStep);
    const since = Math.min((before.get(id) ?? now) + uncounted, now);
    if (now - since >= (isPressed ? Math.min(kept, keptMs.pressed) : kept)) remove.push(id);
    else unused.set(id, since);
  }
  return { remove, unused };
}

/** How often the time of a collection that finds nothing new is stored, milliseconds. */
const storeTimeMs = 3_600_000;

/** What the next collection is to store. */
export interface Collection extends Expired {
  readonly collected: number | undefined;
}

export class Garbage {
  readonly #store: Pick<BlobStore, 'sizes' | 'unused' | 'collected'>;
  readonly #references: Pick<References, 'isLiving' | 'isDeleted'>;
  /** When the last collection was. */
  #collected: number | undefined;

  constructor(
    store: Pick<BlobStore, 'sizes' | 'unused' | 'collected'>,
    references: Pick<References, 'isLiving' | 'isDeleted'>,
  ) {
    this.#store = store;
    this.#references = references;
  }

  /** @param now milliseconds since 1970. @returns undefined if there is nothing to store. */
  collect(now: number, isPressed: boolean): Collection | undefined {
    const { unused: before, collected: stored } = this.#store;
    const collected = this.#collected ?? stored;
    this.#collected = now;
    const found = expired(this.#store, this.#references, { now, collected, isPressed });
    const isOutdated = found.unused.size > 0 && (stored === undefined || now - stored >= storeTimeMs);
    if (found.remove.length === 0 && !isOutdated && isSameMap(found.unused, before)) return undefined;
    return { ...found, collected: now };
  }
}

function isSameMap(a: ReadonlyMap<BlobId, number>, b: ReadonlyMap<BlobId, number>): boolean {
  return a.size === b.size && [...a].every(([id, since]) => b.get(id) === since);
}
