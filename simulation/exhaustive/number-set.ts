/**
 * A set of exact non-negative numbers in a flat table with linear probing. JavaScript's own set keeps a heap object for each
 * number above 2^31, and is several times slower with millions of them.
 */

/** The part of the table that may be in use before it grows. */
const maxLoad = 0.6;

export class NumberSet {
  #size = 0;
  /** Each number plus one; 0 marks a free place. The length is a power of two. */
  #table: Float64Array;

  constructor(first: number) {
    this.#table = new Float64Array(2 ** 10);
    this.add(first);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns false if it is in the set already. */
  add(number: number): boolean {
    if (this.#size > maxLoad * this.#table.length) this.#grow();
    if (!insert(this.#table, number + 1)) return false;
    this.#size += 1;
    return true;
  }

  #grow(): void {
    const table = new Float64Array(2 * this.#table.length);
    for (const stored of this.#table) if (stored !== 0) insert(table, stored);
    this.#table = table;
  }
}

/** @returns false if `stored` is in the table already. */
function insert(table: Float64Array, stored: number): boolean {
  const mask = table.length - 1;
  let at = hashOf(stored) & mask;
  for (;;) {
    const there = table[at];
    if (there === stored) return false;
    if (there === 0) {
      table[at] = stored;
      return true;
    }
    at = (at + 1) & mask;
  }
}

/** Mixes both halves of the number. Source: the 32-bit finalizer of MurmurHash3 (Appleby, public domain). */
function hashOf(number: number): number {
  let hash = (number | 0) ^ Math.imul((number / 2 ** 32) | 0, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
