/**
 * The round trip that a link reports: smoothed, and changed only when it matters to people. At rest, each single
 * measurement differs from the last one by a millisecond or two; a window that shows them all never rests.
 */

/** Weight of a new measurement. Source: RFC 6298, section 2. */
const gain = 1 / 8;

/** A smaller difference to the reported value is not reported, as a fraction of that value. */
const tolerance = 1 / 4;

/** The reported value stays for so long, milliseconds. */
export const reportIntervalMs = 5_000;

export class RoundTrip {
  #smoothed: number | undefined;
  #reported: number | undefined;
  #reportedAt = 0;

  /** In whole milliseconds, at least 1; undefined before the first measurement. */
  get milliseconds(): number | undefined {
    return this.#reported;
  }

  /** Adds a measurement. @returns whether {@link milliseconds} has changed. */
  add(measured: number, now: number): boolean {
    this.#smoothed =
      this.#smoothed === undefined ? measured : this.#smoothed + gain * (measured - this.#smoothed);
    const rounded = Math.max(1, Math.round(this.#smoothed));
    const reported = this.#reported;
    if (reported !== undefined) {
      if (now - this.#reportedAt < reportIntervalMs) return false;
      if (Math.abs(rounded - reported) <= Math.max(1, reported * tolerance)) return false;
    }
    this.#reported = rounded;
    this.#reportedAt = now;
    return true;
  }
}
