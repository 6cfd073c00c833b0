/** Which blobs are in use, and by what: counted, so that a change costs what it changes. */

import type { BlobId } from '#shared/blob/blob.ts';

/** What one element or card refers to. */
export interface Reference {
  readonly ids: readonly BlobId[];
  /** It was deleted, and may be brought back. */
  readonly isDeleted: boolean;
}

export class References {
  readonly #byOwner = new Map<string, Reference>();
  readonly #living = new Map<BlobId, number>();
  readonly #deleted = new Map<BlobId, number>();

  /** Ids that something that is not deleted refers to. */
  get living(): Iterable<BlobId> {
    return this.#living.keys();
  }

  isLiving(id: BlobId): boolean {
    return this.#living.has(id);
  }

  /** Something that was deleted refers to it, whatever else does. */
  isDeleted(id: BlobId): boolean {
    return this.#deleted.has(id);
  }

  /**
   * @param owner an element or a card, under a name of its own; undefined for `reference` if it refers to nothing.
   * @returns the ids that are referred to in another way now.
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
