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

export interface Expired {
  readonly remove: readonly BlobId[];
  /** The time since which each other blob has no reference. */
  readonly unused: ReadonlyMap<BlobId, number>;
}

/**
 * @param now milliseconds since 1970. If the clock was set back, the time starts again.
 * @param isPressed another blob needs the room.
 */
export function expired(
  { sizes, unused: before }: Pick<BlobStore, 'sizes' | 'unused'>,
  references: Pick<References, 'isLiving' | 'isDeleted'>,
  now: number,
  isPressed: boolean,
): Expired {
  const remove: BlobId[] = [];
  const unused = new Map<BlobId, number>();
  for (const id of sizes.keys()) {
    if (references.isLiving(id)) continue;
    const since = Math.min(before.get(id) ?? now, now);
    const kept = references.isDeleted(id) ? keptMs.deleted : keptMs.unplaced;
    if (now - since >= (isPressed ? Math.min(kept, keptMs.pressed) : kept)) remove.push(id);
    else unused.set(id, since);
  }
  return { remove, unused };
}
