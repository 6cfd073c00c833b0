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
  #scheduled: 'no' | 'soon' | 'urgently' = 'no';
  /** Set with the first update. Until then a stored board is being restored, and only a part of it could be shown. */
  #isOpen = false;

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

  /** @param isUrgent others or the log have changed something: it is shown without waiting for a frame. */
  updateSoon(isUrgent = false): void {
    if (!this.#isOpen) return;
    if (this.#scheduled === 'urgently' || (this.#scheduled === 'soon' && !isUrgent)) return;
    this.#scheduled = isUrgent ? 'urgently' : 'soon';
    // An urgent update may have come first.
    this.#options.schedule(() => this.refresh(), isUrgent);
  }

  /** Makes the scheduled update at once, if there is one. */
  refresh(): void {
    if (this.#scheduled !== 'no') this.update();
  }

  update(): void {
    this.#isOpen = true;
    this.#scheduled = 'no';
    const before = this.#current;
    this.#current = this.#options.make(before);
    const changed = this.#options.made(this.#current);
    if (changed.length > 0) this.#elementListeners.emit(changed);
    if (this.#current !== before) this.#viewListeners.emit();
  }
}
