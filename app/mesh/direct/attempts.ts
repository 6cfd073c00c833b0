/**
 * Limits concurrent connection attempts, per signaling server.
 *
 * A server can name devices that do not exist, and an unanswered attempt takes seconds to fail. So each server has a
 * few slots of its own, and cannot use up those of another. If all are taken, an attempt that has had its minimum time
 * is cancelled.
 */

import type { Clock } from '../../clock/clock.ts';

/** Outgoing attempts per server, at most. A link on a LAN takes 100 ms. */
export const maxOutgoing = 8;

/** Incoming attempts per server, at most. Their signals are signed, so the peers have a link of the board. */
export const maxIncoming = 24;

/** The minimum time of an attempt while others wait, milliseconds. */
export const patienceMs = 2000;

/** The wait before a retry without a free slot, milliseconds. */
export const busyMs = 250;

export type Direction = 'outgoing' | 'incoming';

interface Attempt {
  readonly server: object;
  readonly direction: Direction;
  readonly since: number;
  readonly giveUp: () => void;
}

export class Attempts {
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #underWay = new Set<Attempt>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param giveUp cancels the attempt, because others wait.
   * @returns a function to call when the attempt has ended, or is proven; undefined without a free slot.
   */
  begin(server: object, direction: Direction, giveUp: () => void): (() => void) | undefined {
    const same = [...this.#underWay].filter((one) => one.server === server && one.direction === direction);
    if (same.length >= (direction === 'outgoing' ? maxOutgoing : maxIncoming)) {
      const [oldest] = same;
      if (oldest === undefined || this.#clock.now() - oldest.since < patienceMs) return undefined;
      this.#underWay.delete(oldest);
      oldest.giveUp();
    }
    const attempt: Attempt = { server, direction, since: this.#clock.now(), giveUp };
    this.#underWay.add(attempt);
    return () => this.#underWay.delete(attempt);
  }
}
