/**
 * Whether bytes are plain data in the form that `encodePlain` gives it, without encoding it: most values of a board are
 * numbers, short names and ASCII texts, which can be told by their bytes.
 *
 * Cautious: what it does not know, it does not accept. The encoder decides about that.
 */

import { InvariantViolation } from '#shared/paxos/model/invariant.ts';

/** With names in order: the one form of all equal values. `bytes` is one value that passed `scanOne`, which bounds its depth. */
export function isSurelyCanonical(bytes: Uint8Array): boolean {
  return new Form(bytes, true).isCanonical();
}

/** With names in any order: the form of the value that has them in this order. `bytes` as of {@link isSurelyCanonical}. */
export function isSurelyEncoded(bytes: Uint8Array): boolean {
  return new Form(bytes, false).isCanonical();
}

const underscore = 0x5f;

/** In a map without order, at most: each name is compared with all before it. An element has about 40. */
export const maxNamesWithoutOrder = 128;

class Form {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isSorted: boolean;
  #at = 0;
  /** Where the names of the open maps begin and end, unless they are in order: each is compared with all before it. */
  readonly #names: number[] = [];

  /** @param isSorted each map must have its names in order. */
  constructor(bytes: Uint8Array, isSorted: boolean) {
    this.#isSorted = isSorted;
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
    if (!this.#isSorted && length > maxNamesWithoutOrder) return false;
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

  /** Names in order or in any order, each once. Engines put names that are numbers first, and decoders change `__proto__`. */
  #map(length: number): boolean {
    const outer = this.#names.length;
    let [last, lastEnd] = [0, 0];
    for (let item = 0; item < length; item += 1) {
      const head = this.#byte(this.#at);
      if (head < 0xa1 || head >= 0xc0) return false;
      const start = this.#at + 1;
      this.#at = start;
      const first = this.#byte(start);
      if ((first >= 0x30 && first <= 0x39) || !this.#text(head & 0x1f)) return false;
      if (first === underscore && this.#byte(start + 1) === underscore) return false;
      const end = this.#at;
      if (this.#isSorted) {
        if (item > 0 && !this.#isBefore(last, lastEnd, start, end)) return false;
        [last, lastEnd] = [start, end];
      } else {
        if (this.#isRepeated(outer, start, end)) return false;
        this.#names.push(start, end);
      }
      if (!this.#value()) return false;
    }
    this.#names.length = outer;
    return true;
  }

  /** @param from where the names of the map begin in `#names`. */
  #isRepeated(from: number, start: number, end: number): boolean {
    for (let at = from; at < this.#names.length; at += 2) {
      const [other, otherEnd] = [this.#names[at] ?? 0, this.#names[at + 1] ?? 0];
      if (otherEnd - other !== end - start) continue;
      let place = 0;
      while (start + place < end && this.#byte(start + place) === this.#byte(other + place)) place += 1;
      if (start + place === end) return true;
    }
    return false;
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
