/**
 * Deterministic pseudo-random numbers: every choice of a run follows from one seed.
 *
 * Source: Blackman & Vigna, "Scrambled Linear Pseudorandom Number Generators" (2021): xoshiro128**, with a hash of the
 * seed as its initial state. One stream per purpose, so that switching one fault off does not change the others.
 * `pure-rand` would give other numbers, and the recorded seeds of faults and mutants (`seeds.ts`) would lose their meaning.
 */

/** Four 32-bit words of state from a text: FNV-1a, each word mixed by MurmurHash3's finalizer. */
function wordsOf(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  return [word(), word(), word(), word() | 1];
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c, this.#d] = wordsOf(seed);
  }

  /** A separate stream for `purpose`; drawing from one does not advance the other. */
  fork(purpose: string): Random {
    return new Random(`${this.#seed}/${purpose}`);
  }

  /** From 0 up to 1. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** A number from `least` to `most`, uniform in its logarithm. */
  scale(least: number, most: number): number {
    return least * (most / least) ** this.next();
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Exponentially distributed with mean `mean`; at most 20 times that. */
  exponential(mean: number): number {
    return Math.min(-Math.log(1 - this.next()), 20) * mean;
  }

  /** One of `items`; absent if there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.next() * items.length)];
  }

  /** One of `first` and `rest`. */
  oneOf<Item>(first: Item, ...rest: readonly Item[]): Item {
    return this.pick([first, ...rest]) ?? first;
  }

  /** `count` of `items` at most, in random order. */
  some<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    const taken: Item[] = [];
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(Math.floor(this.next() * left.length), 1));
    }
    return taken;
  }
}
