/** A session's view as its window sees it: made anew once a frame at most, and announced if it differs. */

import { Emitter } from '#app/emitter/emitter.ts';
import type { Schedule } from '../changes/pacing.ts';
import type { SessionView } from './view.ts';

export interface PublishedViewOptions {
  readonly schedule: Schedule;
  /** @returns `previous` itself if nothing in it changed. */
  readonly make: (previous: SessionView | undefined) => SessionView;
  /**
   * The view was made, and is announced after this call.
   *
   * @returns the elements that have changed since the last call.
   */
  readonly made: (view: SessionView) => readonly string[];
}

export class PublishedView {
  readonly #options: PublishedViewOptions;
  readonly #viewListeners = new Emitter<void>();
  readonly #elementListeners = new Emitter<readonly string[]>();
  #current: SessionView;
  #isScheduled = false;

  constructor(options: PublishedViewOptions) {
    this.#options = options;
    this.#current = options.make(undefined);
  }

  get current(): SessionView {
    return this.#current;
  }

  subscribe(listener: () => void): () => void {
    return this.#viewListeners.subscribe(listener);
  }

  subscribeElements(listener: (changed: readonly string[]) => void): () => void {
    return this.#elementListeners.subscribe(listener);
  }

  updateSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.schedule(() => this.update());
  }

  update(): void {
    this.#isScheduled = false;
    const before = this.#current;
    this.#current = this.#options.make(before);
    const changed = this.#options.made(this.#current);
    if (changed.length > 0) this.#elementListeners.emit(changed);
    if (this.#current !== before) this.#viewListeners.emit();
  }
}
