/**
 * Whether a peer is there, and how far away.
 *
 * WebRTC notices the loss of a peer after 15 s or more; this takes 2 s at most, and half a second where something else
 * suggests the loss ({@link Pulse.check}). Silence is counted in ticks that this device itself has handled, never by the
 * clock: a device whose own timers were late (a hidden tab, a busy window) has not listened either, and must not take
 * others for dead. A peer answers pings as they arrive, without timers, so a hidden tab is not taken for dead.
 */

/** Between two pings, milliseconds. */
export const pingIntervalMs = 400;

/** The same during a check, at least: a window that is busy for a moment answers in time. */
export const checkIntervalMs = 120;

/** In ticks: at least 1.6 s of silence, as the first can come right after the last message, and at most 2 s. */
export const deadAfterSilentTicks = 5;

/** Between two checks, milliseconds: a server that reports losses without end costs a few pings a second. */
const checkSpacingMs = 1000;

/** Pings whose answers are waited for; older ones are dropped. */
const maxOpenPings = 8;

export class Pulse {
  #silentTicks = 0;
  #lastPing = 0;
  #roundTripMs = 0;
  #checkedAt = Number.NEGATIVE_INFINITY;
  /** The last ping before the check that is under way: a later one must be answered. */
  #unchecked: number | undefined;
  readonly #sentAt = new Map<number, number>();

  /** Milliseconds until the next {@link tick}. */
  get intervalMs(): number {
    if (this.#unchecked === undefined) return pingIntervalMs;
    return Math.min(pingIntervalMs, Math.max(checkIntervalMs, 2 * this.#roundTripMs));
  }

  /** To be called every {@link intervalMs}. @returns the number of the ping to send, or that the peer is dead. */
  tick(now: number): { readonly dead: false; readonly ping: number } | { readonly dead: true } {
    this.#silentTicks += 1;
    if (this.#silentTicks >= deadAfterSilentTicks) return { dead: true };
    this.#lastPing = (this.#lastPing + 1) >>> 0;
    this.#sentAt.set(this.#lastPing, now);
    const [oldest] = this.#sentAt.keys();
    if (oldest !== undefined && this.#sentAt.size > maxOpenPings) this.#sentAt.delete(oldest);
    return { dead: false, ping: this.#lastPing };
  }

  /**
   * Something suggests that the peer is gone: pings follow one another more quickly until one is answered.
   *
   * @returns whether a check begins now; the next tick is due at once then.
   */
  check(now: number): boolean {
    if (this.#unchecked !== undefined || now - this.#checkedAt < checkSpacingMs) return false;
    this.#checkedAt = now;
    this.#unchecked = this.#lastPing;
    this.#silentTicks = 0;
    return true;
  }

  /** The peer sent something. */
  heard(): void {
    this.#silentTicks = 0;
  }

  /** @returns the round trip in milliseconds; undefined if that ping was not sent, was answered, or was dropped. */
  answered(ping: number, now: number): number | undefined {
    const sentAt = this.#sentAt.get(ping);
    if (sentAt === undefined) return undefined;
    this.#sentAt.delete(ping);
    this.#roundTripMs = now - sentAt;
    // An answer that was under way when the check began proves nothing.
    if (this.#unchecked !== undefined && ping > this.#unchecked) this.#unchecked = undefined;
    return this.#roundTripMs;
  }
}
