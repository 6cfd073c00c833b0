/**
 * How far bulk fills a channel: as much as leaves within a fraction of a second. What is in the channel delays a vote that
 * comes after it, and a slow one would take seconds for what a fast one needs to stay busy.
 */

/** One message; less would leave the channel idle, more delay an election on 256 kbit/s. */
export const leastMarkBytes = 16 * 1024;

const firstMarkBytes = 64 * 1024;

/** Half of what the mark allows should take no less, and no more, to leave: milliseconds. */
const comfort = { leastMs: 50, mostMs: 200 } as const;

export class WaterMark {
  readonly #mostBytes: number;
  #bytes = firstMarkBytes;
  /** When the channel was last full to the mark, and what it held then; absent once half of that has left. */
  #full: { readonly at: number; readonly bytes: number } | undefined;

  /** @param mostBytes that the channel may hold. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bulk is handed to the channel while it holds less than this. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The channel has been filled, and more waits. */
  filled(buffered: number, now: number): void {
    this.#full ??= { at: now, bytes: buffered };
  }

  /** The channel holds so much now. */
  drained(buffered: number, now: number): void {
    const full = this.#full;
    if (full === undefined || buffered > full.bytes / 2) return;
    this.#full = undefined;
    const took = now - full.at;
    if (took < comfort.leastMs) this.#bytes = Math.min(this.#mostBytes, this.#bytes * 2);
    else if (took > comfort.mostMs) this.#bytes = Math.max(leastMarkBytes, this.#bytes / 2);
  }
}
