/**
 * Connects Excalidraw's library with the agreed one. Excalidraw reports its whole list after each change, also after one from here:
 * only the difference from the last report is a change of this person.
 */

import type { LibraryItems } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';
import { checkedItem, shownItems } from './items.ts';

export interface LibrarySyncOptions {
  readonly session: Pick<BoardSession, 'view' | 'addToLibrary' | 'removeFromLibrary'>;
  /** Replaces Excalidraw's list. */
  readonly show: (items: LibraryItems) => void;
  /** Items that a library cannot have. */
  readonly unusable: (count: number) => void;
  /** A change was neither settled nor refused: the reason. The list is shown as it is agreed. */
  readonly failed: (reason: unknown) => void;
}

export class LibrarySync {
  readonly #options: LibrarySyncOptions;
  /** The ids that Excalidraw had in its last report. */
  #reported: ReadonlySet<string> = new Set();
  /** Items of a file may be in a second list of Excalidraw's, of published items. A board has one list. */
  #isOneList = true;

  constructor(options: LibrarySyncOptions) {
    this.#options = options;
  }

  /** The agreed list may have changed. */
  boardChanged(): void {
    const { library } = this.#options.session.view();
    const isShown =
      this.#isOneList &&
      library.length === this.#reported.size &&
      library.every(({ id }) => this.#reported.has(id));
    if (!isShown) this.#options.show(shownItems(library));
  }

  /** Excalidraw reports its list. */
  reported(items: LibraryItems): void {
    const { session, unusable } = this.#options;
    const before = this.#reported;
    const now = new Set(items.map(({ id }) => id));
    this.#reported = now;
    this.#isOneList = items.every(({ status }) => status === 'unpublished');
    const agreed = new Set(session.view().library.map(({ id }) => id));
    const changes: Promise<unknown>[] = [];
    let bad = 0;
    for (const item of items) {
      if (before.has(item.id) || agreed.has(item.id)) continue;
      const checked = checkedItem(item);
      if (checked === undefined) bad += 1;
      else changes.push(session.addToLibrary(checked));
    }
    for (const id of before) {
      if (!now.has(id) && agreed.has(id)) changes.push(session.removeFromLibrary(id));
    }
    if (bad > 0) unusable(bad);
    // A refused item disappears again.
    if (bad > 0) this.boardChanged();
    if (changes.length > 0) void this.#outcomeOf(changes);
  }

  async #outcomeOf(changes: readonly Promise<unknown>[]): Promise<void> {
    const outcomes = await Promise.allSettled(changes);
    this.boardChanged();
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) this.#options.failed(failed.reason);
  }
}
