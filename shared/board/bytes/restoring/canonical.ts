/**
 * Whether bytes are plain data in the one form that `encodePlain` gives it with names in order, without encoding it: most
 * values of a board are numbers, short names and ASCII texts, which can be told by their bytes.
 *
 * Cautious: what it does not know, it does not accept. The encoder decides about that.
 */

import { InvariantViolation } from '#shared/paxos/model/invariant.ts';

/** `bytes` is one value that passed `scanOne`, which bounds its depth. */
export function isSurelyCanonical(bytes: Uint8Array): boolean {
  return new Form(bytes).isCanonical();
}

class Form {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  isCanonical(): boolean {
    return this.#value() && this.#at === this.#bytes.byteLength;
  }

  /** Moves on behind the next value. @returns false if its form is unknown. */
  #value(): boolean {
    const head = this.#byte(this.#at);
    this.#at += 1;
    // Small numbers from -32 to 127.
    if (head < 0x80 || head >= 0xe0) return true;
    if (head < 0x90) return this.#map(head & 0x0f);
    if (head < 0xa0) return this.#list(head & 0x0f);
    if (head < 0xc0) return this.#text(head & 0x1f);
    switch (head) {
      case 0xc0: // nil, false, true
      case 0xc2:
      case 0xc3:
        return true;
      case 0xcb:
        return this.#float();
      case 0xcc: // unsigned, of 8, 16, 32 bits
        return this.#unsigned(1, 0x80);
      case 0xcd:
        return this.#unsigned(2, 0x100);
      case 0xce:
        return this.#unsigned(4, 0x1_0000);
      case 0xd0: // negative
        return this.#negative(1, -0x20);
      case 0xd1:
        return this.#negative(2, -0x80);
      case 0xd2:
        return this.#negative(4, -0x8000);
      case 0xd9: // text
        return this.#longText(1, 0x20);
      case 0xda:
        return this.#longText(2, 0x100);
      case 0xdb:
        return this.#longText(4, 0x1_0000);
      case 0xdc: // list, map
        return this.#longList(2, 0x10);
      case 0xdd:
        return this.#longList(4, 0x1_0000);
      case 0xde:
        return this.#longMap(2, 0x10);
      default:
        return false;
    }
  }

  /** A whole number of at most 32 bits has a shorter form. */
  #float(): boolean {
    const value = this.#view.getFloat64(this.#at);
    this.#at += 8;
    return Number.isFinite(value) && value >>> 0 !== value && value >> 0 !== value;
  }

  #unsigned(size: number, least: number): boolean {
    return this.#length(size) >= least;
  }

  #negative(size: 1 | 2 | 4, below: number): boolean {
    const unsigned = this.#length(size);
    return unsigned - 2 ** (8 * size) < below && unsigned >= 2 ** (8 * size - 1);
  }

  #longText(size: number, least: number): boolean {
    const length = this.#length(size);
    return length >= least && this.#text(length);
  }

  #longList(size: number, least: number): boolean {
    const length = this.#length(size);
    return length >= least && this.#list(length);
  }

  #longMap(size: number, least: number): boolean {
    const length = this.#length(size);
    return length >= least && this.#map(length);
  }

  #length(size: number): number {
    let length = 0;
    for (let place = 0; place < size; place += 1) length = length * 256 + this.#byte(this.#at + place);
    this.#at += size;
    return length;
  }

  /** ASCII: other texts have more than one form in the eyes of some decoders. */
  #text(length: number): boolean {
    const end = this.#at + length;
    for (let at = this.#at; at < end; at += 1) if (this.#byte(at) >= 0x80) return false;
    this.#at = end;
    return true;
  }

  #list(length: number): boolean {
    for (let item = 0; item < length; item += 1) if (!this.#value()) return false;
    return true;
  }

  /** Names in order, each once. None begins with a digit: engines put numbers first. */
  #map(length: number): boolean {
    let [last, lastEnd] = [0, 0];
    for (let item = 0; item < length; item += 1) {
      const head = this.#byte(this.#at);
      if (head < 0xa1 || head >= 0xc0) return false;
      const start = this.#at + 1;
      this.#at = start;
      const first = this.#byte(start);
      if ((first >= 0x30 && first <= 0x39) || !this.#text(head & 0x1f)) return false;
      if (item > 0 && !this.#isBefore(last, lastEnd, start, this.#at)) return false;
      [last, lastEnd] = [start, this.#at];
      if (!this.#value()) return false;
    }
    return true;
  }

  #isBefore(a: number, aEnd: number, b: number, bEnd: number): boolean {
    const common = Math.min(aEnd - a, bEnd - b);
    for (let place = 0; place < common; place += 1) {
      const [left, right] = [this.#byte(a + place), this.#byte(b + place)];
      if (left !== right) return left < right;
    }
    return aEnd - a < bEnd - b;
  }

  #byte(at: number): number {
    const byte = this.#bytes[at];
    if (byte === undefined) throw new InvariantViolation('a value that was not scanned');
    return byte;
  }
}
