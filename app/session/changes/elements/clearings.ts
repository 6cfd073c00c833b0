/** Notices when one other person deletes most of the whiteboard, so that all others learn the author. */

import type { Turnover } from '#shared/board/elements.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** On a board with fewer elements there is no notice. */
export const minElementsToNotice = 10;

/** `removed` elements are gone from the whiteboard; the same commands added `added` elements. */
export interface Clearing {
  readonly by: ReplicaId;
  readonly removed: number;
  readonly added: number;
}

/**
 * Sums up consecutive commands of one origin: one action of a person may be several commands. Give it each command
 * of others in order, then ask for what it found.
 */
export class Clearings {
  #current: { readonly by: ReplicaId; readonly before: number; removed: number; added: number } | undefined;
  readonly #found: Clearing[] = [];

  /** A command of `by` was applied; it made `after` of the whiteboard's turnover. */
  applied(by: ReplicaId, before: Turnover, after: Turnover): void {
    if (this.#current?.by !== by) {
      this.#close();
      this.#current = { by, before: before.added - before.removed, removed: 0, added: 0 };
    }
    this.#current.removed += after.removed - before.removed;
    this.#current.added += after.added - before.added;
  }

  take(): readonly Clearing[] {
    this.#close();
    return this.#found.splice(0);
  }

  #close(): void {
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined || current.before < minElementsToNotice) return;
    const { by, removed, added } = current;
    if (removed * 2 > current.before) this.#found.push({ by, removed, added });
  }
}
