/**
 * Detects dead peers, and measures round trips.
 *
 * WebRTC notices the loss of a peer after 15 s or more; this takes 2 s at most, and half a second after a hint of the
 * loss ({@link Pulse.check}). Silence is counted in ticks that this device has handled, not by the clock: a device with
 * late timers (a hidden tab, a busy window) has not listened either, and must not take others for dead. A peer answers
 * pings on arrival, without timers, so a hidden tab does not count as dead.
 *
 * A link on which little depends may rest ({@link Pulse.isResting}): then ticks are rarer. Others notice the loss of
 * its peer sooner; their report ends the rest until the peer answers ({@link Pulse.rouse}).
 *
 * Any message shows that the peer is alive, so a ping is sent only after an interval without one. A ping that one end
 * sends is such a message for the other end: at rest one of the two pings, every second interval.
 */

import { BoundedMap } from '#shared/collections/bounded-map.ts';

/** Interval between ticks, milliseconds. */
export const pingIntervalMs = 400;

/** Interval between ticks of a link at rest, milliseconds: a dead peer is detected within ten seconds there. */
export const restIntervalMs = 2000;

/** The minimum interval during a check, milliseconds, so that a briefly busy window replies in time. */
export const checkIntervalMs = 120;

/** In ticks: at least 1.6 s of silence, as the first tick can follow the last message at once, and at most 2 s. */
export const deadAfterSilentTicks = 5;

/** Interval between checks, milliseconds: a server that keeps reporting losses costs only a few pings per second. */
const checkSpacingMs = 1000;

/** The round trip is measured at least once in so many ticks, whatever else is received. */
export const measuringTicks = 12;

/** Pings that wait for a reply, at most; older ones are dropped. */
const maxOpenPings = 8;

export class Pulse {
  isResting = false;
  #silentTicks = 0;
  #ticksSincePing = measuringTicks;
  #lastPing = 0;
  #roundTripMs = 0;
  #checkedAt = Number.NEGATIVE_INFINITY;
  /** The last ping before the current check: a later one must be answered. */
  #unchecked: number | undefined;
  /** The same for {@link rouse}. */
  #unroused: number | undefined;
  readonly #sentAt = new BoundedMap<number, number>(maxOpenPings);

  /** Milliseconds until the next {@link tick}. */
  get intervalMs(): number {
    const rests = this.isResting && this.#unroused === undefined;
    if (this.#unchecked === undefined) return rests ? restIntervalMs : pingIntervalMs;
    return Math.min(pingIntervalMs, Math.max(checkIntervalMs, 2 * this.#roundTripMs));
  }

  /**
   * Called every {@link intervalMs}.
   *
   * @returns that the peer is dead, or the number of the ping to send; undefined if none is due.
   */
  tick(now: number): { readonly dead: false; readonly ping: number | undefined } | { readonly dead: true } {
    this.#silentTicks += 1;
    this.#ticksSincePing += 1;
    if (this.#silentTicks >= deadAfterSilentTicks) return { dead: true };
    const isDue =
      this.#silentTicks > 1 ||
      this.#ticksSincePing >= measuringTicks ||
      this.#unchecked !== undefined ||
      this.#unroused !== undefined;
    if (!isDue) return { dead: false, ping: undefined };
    this.#ticksSincePing = 0;
    this.#lastPing = (this.#lastPing + 1) >>> 0;
    this.#sentAt.set(this.#lastPing, now);
    return { dead: false, ping: this.#lastPing };
  }

  /**
   * The peer may be gone: shortens the ping interval until a ping is answered.
   *
   * @returns whether a check starts now; the next tick is due at once then.
   */
  check(now: number): boolean {
    if (this.#unchecked !== undefined || now - this.#checkedAt < checkSpacingMs) return false;
    this.#checkedAt = now;
    this.#unchecked = this.#lastPing;
    this.#silentTicks = 0;
    return true;
  }

  /**
   * The peer may be gone, as another one may be: ends the rest until a ping is answered. A busy peer has as much time
   * as on a link that does not rest.
   *
   * @returns whether the link rested; the next tick is due at once then.
   */
  rouse(): boolean {
    if (!this.isResting || this.#unroused !== undefined) return false;
    this.#unroused = this.#lastPing;
    this.#silentTicks = 0;
    return true;
  }

  /** A message of any kind was received from the peer. */
  received(): void {
    this.#silentTicks = 0;
  }

  /** @returns the round trip in milliseconds; undefined if the ping is unknown, answered or dropped. */
  answered(ping: number, now: number): number | undefined {
    const sentAt = this.#sentAt.get(ping);
    if (sentAt === undefined) return undefined;
    this.#sentAt.delete(ping);
    this.#roundTripMs = now - sentAt;
    // A reply that was in flight when the check started proves nothing.
    if (this.#unchecked !== undefined && ping > this.#unchecked) this.#unchecked = undefined;
    if (this.#unroused !== undefined && ping > this.#unroused) this.#unroused = undefined;
    return this.#roundTripMs;
  }
}
