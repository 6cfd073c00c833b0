/**
 * Attempts to connect that are under way, by the server that named the other device.
 *
 * A server can name devices that do not exist, and a connection that nobody answers takes seconds to fail. So only a few at a
 * time are begun for each server; what one server names never takes the place of what another does. Where all places are
 * taken, an attempt that has had its time makes room.
 */

import type { Clock } from './clock.ts';

/** Begun by this device, for each server, at most. A link on a LAN takes a tenth of a second. */
export const maxOutgoing = 8;

/** Begun by others, for each server, at most. Those have signed what they sent: they have a link of the board. */
export const maxIncoming = 24;

/** For so long an attempt is not given up because others wait, milliseconds. */
export const patienceMs = 2000;

/** When to ask again where there was no room, milliseconds. */
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
  /** The oldest first. */
  readonly #underWay = new Set<Attempt>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param giveUp ends the attempt, because others wait.
   * @returns what is to be called when it has ended, or is proven; undefined if there is no room.
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
