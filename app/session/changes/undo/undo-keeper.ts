/** Keeps the steps of an open board in the storage of this device: soon after a change, and when the board or the page ends. */

import type { Clock } from '#app/clock/clock.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import type { Steps } from './history.ts';
import { maxStoredBytes, readUndo, type UndoStorage } from './stored-undo.ts';

/** The time from a change until it is kept: the most that a crash loses of the steps. Milliseconds. */
export const keepDelay = 500;

/** The steps of one history. */
export interface Kept<Body> {
  restore(steps: Steps<Body>): void;
  steps(maxBytes: number): Steps<Body>;
}

export class UndoKeeper {
  readonly #storage: UndoStorage;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #elements: Kept<ElementPatch>;
  readonly #tasks: Kept<BoardCommandBody>;
  #cancel: (() => void) | undefined;

  constructor(options: {
    readonly storage: UndoStorage;
    readonly clock: Pick<Clock, 'after'>;
    readonly elements: Kept<ElementPatch>;
    readonly tasks: Kept<BoardCommandBody>;
  }) {
    this.#storage = options.storage;
    this.#clock = options.clock;
    this.#elements = options.elements;
    this.#tasks = options.tasks;
    const stored = readUndo(options.storage.stored);
    if (stored === undefined) return;
    this.#elements.restore(stored.elements);
    this.#tasks.restore(stored.tasks);
  }

  changed(): void {
    this.#cancel ??= this.#clock.after(keepDelay, () => this.flush());
  }

  /** Keeps the changes that wait. */
  flush(): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    this.#cancel = undefined;
    this.#storage.keep({
      version: 1,
      elements: this.#elements.steps(maxStoredBytes),
      tasks: this.#tasks.steps(maxStoredBytes),
    });
  }
}
