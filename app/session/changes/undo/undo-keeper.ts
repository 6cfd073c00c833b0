/** Keeps the steps of an open board in the storage of this device: soon after a change, and when the board or the page ends. */

import type { Clock } from '#app/clock/clock.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import type { EarlierSteps, Steps } from './history.ts';
import { seemsStored } from './packed-undo.ts';
import { laterUndo, maxLeftBytes, maxStoredBytes, type StoredUndo, type UndoStorage } from './stored-undo.ts';

/**
 * The time between two writes, milliseconds: the most that a crash loses of the steps while they change constantly. The first
 * change after a pause is written at once.
 */
export const keepDelay = 500;

/** The steps of one history. */
export interface Kept<Body> {
  restoreLater(earlier: EarlierSteps): void;
  restore(steps: Steps<Body>): void;
  steps(maxBytes: number): Steps<Body>;
}

export class UndoKeeper {
  readonly #storage: UndoStorage;
  readonly #clock: Clock;
  readonly #elements: Kept<ElementPatch>;
  readonly #tasks: Kept<BoardCommandBody>;
  #isRead = false;
  #cancel: (() => void) | undefined;
  /** When the latest write began. */
  #wroteAt = Number.NEGATIVE_INFINITY;
  /** Of the latest write. */
  #count = 0;
  /** Of the latest write that the database has. */
  #stored = 0;
  /** Of the steps that the page storage has, if any. */
  #left: number | undefined;

  constructor(options: {
    readonly storage: UndoStorage;
    readonly clock: Clock;
    readonly elements: Kept<ElementPatch>;
    readonly tasks: Kept<BoardCommandBody>;
  }) {
    this.#storage = options.storage;
    this.#clock = options.clock;
    this.#elements = options.elements;
    this.#tasks = options.tasks;
    const { stored, left } = options.storage;
    if (left !== undefined) {
      this.#read();
      return;
    }
    // To check a megabyte of steps takes as long as the first picture of a small board, and most openings undo nothing.
    for (const kind of ['elements', 'tasks'] as const)
      options[kind].restoreLater({
        seem: (way) => seemsStored(stored, kind, way),
        read: () => this.#read(),
      });
  }

  /** Checks the steps of earlier sessions. */
  #read(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const { undo, isLeft } = laterUndo(this.#storage);
    if (undo === undefined) return;
    this.#count = undo.count;
    this.#stored = undo.count;
    this.#elements.restore(undo.elements);
    this.#tasks.restore(undo.tasks);
    if (!isLeft) return;
    this.#left = undo.count;
    this.changed();
  }

  changed(): void {
    const wait = Math.max(0, this.#wroteAt + keepDelay - this.#clock.now());
    this.#cancel ??= this.#clock.after(wait, () => this.#write());
  }

  /**
   * The board or the page ends: keeps the changes that wait. A transaction may outlast the page, so steps that the database
   * lacks are also left in the page storage, which is synchronous.
   */
  ends(): void {
    if (this.#cancel !== undefined) this.#write();
    if (this.#count === this.#stored) return;
    this.#left = this.#count;
    this.#storage.leave(this.#steps(maxLeftBytes));
  }

  #write(): void {
    this.#read();
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wroteAt = this.#clock.now();
    this.#count += 1;
    const count = this.#count;
    this.#storage.keep(this.#steps(maxStoredBytes)).then(
      () => this.#isStored(count),
      // The storage reports it. The next change is a new attempt.
      () => undefined,
    );
  }

  #isStored(count: number): void {
    this.#stored = Math.max(this.#stored, count);
    if (this.#left === undefined || this.#left > count) return;
    this.#left = undefined;
    this.#storage.leave(undefined);
  }

  #steps(maxBytes: number): StoredUndo {
    const [elements, tasks] = [this.#elements.steps(maxBytes), this.#tasks.steps(maxBytes)];
    return { version: 1, count: this.#count, elements, tasks };
  }
}
