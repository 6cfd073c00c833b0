/** Counts the references to each blob. A change costs time in proportion to its size, not to the board's. */

import type { BlobId } from '#shared/blob/blob.ts';

/** The references of one element or card. */
export interface Reference {
  readonly ids: readonly BlobId[];
  /** The owner was deleted, and undo may restore it. */
  readonly isDeleted: boolean;
}

export class References {
  readonly #byOwner = new Map<string, Reference>();
  readonly #living = new Map<BlobId, number>();
  readonly #deleted = new Map<BlobId, number>();

  /** Ids with a reference of an owner that is not deleted. */
  get living(): Iterable<BlobId> {
    return this.#living.keys();
  }

  isLiving(id: BlobId): boolean {
    return this.#living.has(id);
  }

  /** A deleted owner refers to it; others may, too. */
  isDeleted(id: BlobId): boolean {
    return this.#deleted.has(id);
  }

  /**
   * @param owner the unique name of an element or a card.
   * @param reference undefined if the owner refers to nothing.
   * @returns the ids whose counts may have changed.
   */
  set(owner: string, reference: Reference | undefined): readonly BlobId[] {
    const before = this.#byOwner.get(owner);
    if (before === undefined && reference === undefined) return [];
    if (before !== undefined && reference !== undefined && isSame(before, reference)) return [];
    if (before !== undefined) this.#count(before, -1);
    if (reference === undefined) this.#byOwner.delete(owner);
    else {
      this.#byOwner.set(owner, reference);
      this.#count(reference, 1);
    }
    return [...(before?.ids ?? []), ...(reference?.ids ?? [])];
  }

  #count({ ids, isDeleted }: Reference, by: number): void {
    const counts = isDeleted ? this.#deleted : this.#living;
    for (const id of ids) {
      const count = (counts.get(id) ?? 0) + by;
      if (count === 0) counts.delete(id);
      else counts.set(id, count);
    }
  }
}

function isSame(a: Reference, b: Reference): boolean {
  return (
    a.isDeleted === b.isDeleted && a.ids.length === b.ids.length && a.ids.every((id, at) => id === b.ids[at])
  );
}
