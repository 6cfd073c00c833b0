/**
 * Whether a peer is there, and how far away.
 *
 * WebRTC notices the loss of a peer after 15 s or more; this takes two at most. Silence is counted in ticks that this
 * device itself has handled, never by the clock: a device whose own timers were late (a hidden tab, a busy
 * window) has not listened either, and must not take others for dead. A peer answers pings as they arrive, without
 * timers, so a hidden tab is not taken for dead.
 */

/** Between two pings, milliseconds. */
export const pingIntervalMs = 400;

/** In ticks: at least 1.6 s of silence, as the first can come right after the last message, and at most 2 s. */
export const deadAfterSilentTicks = 5;

/** Pings whose answers are waited for; older ones are forgotten. */
const maxOpenPings = 8;

export class Pulse {
  #silentTicks = 0;
  #lastPing = 0;
  readonly #sentAt = new Map<number, number>();

  /** To be called every {@link pingIntervalMs}. @returns the number of the ping to send, or that the peer is dead. */
  tick(now: number): { readonly dead: false; readonly ping: number } | { readonly dead: true } {
    this.#silentTicks += 1;
    if (this.#silentTicks >= deadAfterSilentTicks) return { dead: true };
    this.#lastPing = (this.#lastPing + 1) >>> 0;
    this.#sentAt.set(this.#lastPing, now);
    const [oldest] = this.#sentAt.keys();
    if (oldest !== undefined && this.#sentAt.size > maxOpenPings) this.#sentAt.delete(oldest);
    return { dead: false, ping: this.#lastPing };
  }

  /** Something, whatever it is, came from the peer. */
  heard(): void {
    this.#silentTicks = 0;
  }

  /** @returns the round trip in milliseconds; undefined if that ping was not sent, was answered, or is forgotten. */
  answered(ping: number, now: number): number | undefined {
    const sentAt = this.#sentAt.get(ping);
    this.#sentAt.delete(ping);
    return sentAt === undefined ? undefined : now - sentAt;
  }
}
