/** An attacker's bytes: valid ones with mutations, or random ones. */

import type { RandomBytes } from '../redial/backoff.ts';

/** Sizes and numbers at which decoders fail. */
const edges = [0x00, 0x01, 0x7f, 0x80, 0xc1, 0xc4, 0xd4, 0xdc, 0xdd, 0xdf, 0xfe, 0xff];

export class Mutator {
  readonly #bytes: RandomBytes;

  constructor(bytes: RandomBytes) {
    this.#bytes = bytes;
  }

  /** An integer below `end`, which is at most 2^32. */
  below(end: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes(4);
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % Math.max(1, end);
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }

  /** One of `real` with one to four mutations, or occasionally random bytes. */
  mutated(real: readonly Uint8Array[]): Uint8Array {
    const sample = this.pick(real);
    if (sample === undefined || this.below(16) === 0) return this.#bytes(this.below(64));
    let bytes = Uint8Array.from(sample);
    for (let wrong = this.below(4); wrong >= 0; wrong -= 1) bytes = this.#wronged(bytes, real);
    return bytes;
  }

  #wronged(bytes: Uint8Array<ArrayBuffer>, real: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    if (bytes.length === 0) return Uint8Array.from(this.#bytes(1 + this.below(8)));
    const at = this.below(bytes.length);
    switch (this.below(6)) {
      case 0:
        return bytes.slice(0, at);
      case 1:
        return bytes.with(at, (bytes[at] ?? 0) ^ (1 << this.below(8)));
      case 2:
        return bytes.with(at, this.pick(edges) ?? 0);
      case 3: {
        const other = this.pick(real) ?? bytes;
        return joined(bytes.subarray(0, at), other.subarray(this.below(other.length)));
      }
      case 4:
        return joined(bytes, this.#bytes(1 + this.below(8)));
      default:
        return joined(bytes.subarray(0, at), this.#bytes(1 + this.below(4)), bytes.subarray(at));
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
