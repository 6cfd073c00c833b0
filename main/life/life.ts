/** Quitting, sleeping and waking: the window hands over vote and leadership before the app quits or sleeps. */
import type { LifeEvent, LifeStep } from '../ipc/ipc.ts';

/** The app leaves after this time, whatever the window does. */
export const leaveMilliseconds = 2000;

/** The system and the wall clock both report a wake-up, one after the other: the second within this time is dropped. */
export const sameWakeMilliseconds = 10_000;

export interface LifeParts {
  /** @returns false if there is no window to notify. */
  readonly notify: (step: LifeStep) => boolean;
  /** Resolves after this number of milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Monotonic, milliseconds. */
  readonly elapsed: () => number;
}

export class Life {
  readonly #parts: LifeParts;
  readonly #waiting = new Map<number, () => void>();
  #steps = 0;
  #wokeAt = Number.NEGATIVE_INFINITY;

  constructor(parts: LifeParts) {
    this.#parts = parts;
  }

  /** Resolves when the window is done, at the latest after {@link leaveMilliseconds}. */
  async step(event: LifeEvent): Promise<void> {
    if (event === 'wake' && this.#parts.elapsed() - this.#wokeAt < sameWakeMilliseconds) return;
    this.#wokeAt = event === 'wake' ? this.#parts.elapsed() : Number.NEGATIVE_INFINITY;
    this.#steps += 1;
    const number = this.#steps;
    const done = new Promise<void>((resolve) => {
      this.#waiting.set(number, resolve);
    });
    if (this.#parts.notify({ number, event })) {
      await Promise.race([done, this.#parts.wait(leaveMilliseconds)]);
    }
    this.#waiting.delete(number);
  }

  /** The window's confirmation; an unknown number is ignored. */
  done(number: number): void {
    this.#waiting.get(number)?.();
  }

  /** No window is left to confirm. */
  windowGone(): void {
    for (const resolve of this.#waiting.values()) resolve();
  }
}
