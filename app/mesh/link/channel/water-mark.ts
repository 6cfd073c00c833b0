/**
 * The fill level of a channel for bulk: as much as leaves within a fraction of a second. The channel's content delays a
 * vote that follows it, and on a slow channel the level that keeps a fast one busy would take seconds.
 */

/** One message; less would leave the channel idle, more would delay an election on 256 kbit/s. */
export const leastMarkBytes = 16 * 1024;

const firstMarkBytes = 64 * 1024;

/** The time in which half of the level should leave, milliseconds. */
const comfort = { leastMs: 50, mostMs: 200 } as const;

export class WaterMark {
  readonly #mostBytes: number;
  #bytes = firstMarkBytes;
  /** When the channel was last full to the mark, and its content; undefined once half of that has left. */
  #full: { readonly at: number; readonly bytes: number } | undefined;

  /** @param mostBytes the maximum fill level. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bulk is handed to the channel while it holds less than this. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether half of what filled the channel has yet to leave: only then does {@link drained} matter. */
  get isFull(): boolean {
    return this.#full !== undefined;
  }

  /** The channel has been filled, and more waits. */
  filled(buffered: number, now: number): void {
    this.#full ??= { at: now, bytes: buffered };
  }

  /** The channel holds `buffered` bytes now. */
  drained(buffered: number, now: number): void {
    const full = this.#full;
    if (full === undefined || buffered > full.bytes / 2) return;
    this.#full = undefined;
    const took = now - full.at;
    if (took < comfort.leastMs) this.#bytes = Math.min(this.#mostBytes, this.#bytes * 2);
    else if (took > comfort.mostMs) this.#bytes = Math.max(leastMarkBytes, this.#bytes / 2);
  }
}
