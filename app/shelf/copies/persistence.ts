/** The browser's promise to keep this device's boards, and the missing promise in a private window. */

import { type Clock, sleep } from '#app/clock/clock.ts';
import type { LastingStorage } from './lasting-storage.ts';

/** A browser may ask the person before it promises persistence; nothing waits for the answer longer than this. */
const promiseMilliseconds = 250;

export class Persistence {
  readonly #lasting: LastingStorage;
  readonly #clock: Clock;
  /** The browser's latest answer. */
  #asked: Promise<void> = Promise.resolve();

  constructor(lasting: LastingStorage, clock: Clock) {
    this.#lasting = lasting;
    this.#clock = clock;
  }

  /** A browser may ask the person, which no board has to wait for. */
  ask(): void {
    this.#asked = this.#lasting.ask();
  }

  /** See `BoardShelf.isLasting`. */
  isLasting(): Promise<boolean | undefined> {
    return this.#lasting.isLasting();
  }

  /**
   * No page can detect a private window. In a private window each board is the first, and browsers never promise
   * persistence there.
   *
   * @param boards the number of boards on this device.
   */
  async mayBePrivate(boards: number): Promise<boolean> {
    if (boards > 1) return false;
    await Promise.race([this.#asked, sleep(this.#clock, promiseMilliseconds)]);
    return (await this.#lasting.isLasting()) !== true;
  }
}
