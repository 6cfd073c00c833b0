/** The items of one kind by their keys, with a digest, a weight, a record of changes, and cheap overlays. */

import { type Hash, itemHash, noHash, toggle } from './bytes/digest.ts';

export interface TableOptions<V> {
  /** Distinguishes the items of different tables in the digest. */
  readonly kind: string;
  /** The weight of an item in {@link Table.weight}; 0 if absent. */
  readonly weigh?: (value: V) => number;
}

/** The weight of an item in {@link Table.hashSome}, at least: tables of small items do not weigh them. */
const unweighed = 256;

export class Table<K extends string, V extends object | string | number> {
  readonly #options: TableOptions<V>;
  /** The table under this overlay. It does not change while the overlay is in use (`Board.fork`). */
  readonly #under: Table<K, V> | undefined;
  /** In an overlay, undefined for an item that only the table below has. */
  readonly #own = new Map<K, V | undefined>();
  /** Of the present items of `#own`, if the table weighs its items: each is weighed once. */
  readonly #weights = new Map<K, number>();
  #size: number;
  #weight: number;
  /** The previous value of each changed item. */
  #changed = new Map<K, V | undefined>();

  /** Computed when it is asked for, so that an overlay that nobody compares hashes nothing. */
  #sum: Hash | undefined;
  readonly #hashes = new Map<K, Hash | undefined>();
  readonly #unhashed = new Set<K>();

  constructor(options: TableOptions<V>, under?: Table<K, V>) {
    this.#options = options;
    this.#under = under;
    this.#size = under?.size ?? 0;
    this.#weight = under?.weight ?? 0;
  }

  get size(): number {
    return this.#size;
  }

  /** The sum of the items' weights. */
  get weight(): number {
    return this.#weight;
  }

  get(key: K): V | undefined {
    if (this.#under === undefined || this.#own.has(key)) return this.#own.get(key);
    return this.#under.get(key);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** In no particular order. */
  *values(): IterableIterator<V> {
    if (this.#under !== undefined) {
      for (const [key, value] of this.#under.entries()) if (!this.#own.has(key)) yield value;
    }
    for (const value of this.#own.values()) if (value !== undefined) yield value;
  }

  /** In no particular order. */
  *entries(): IterableIterator<[K, V]> {
    if (this.#under !== undefined) {
      for (const [key, value] of this.#under.entries()) if (!this.#own.has(key)) yield [key, value];
    }
    for (const [key, value] of this.#own) if (value !== undefined) yield [key, value];
  }

  /** The weight of an item; 0 if there is none. */
  weightOf(key: K): number {
    if (this.#under === undefined || this.#own.has(key)) return this.#weights.get(key) ?? 0;
    return this.#under.weightOf(key);
  }

  /**
   * Storing the present value (the same object) changes nothing.
   *
   * @param weight of `value`, if it is known already.
   */
  set(key: K, value: V, weight?: number): void {
    this.#put(key, value, weight);
  }

  delete(key: K): void {
    this.#put(key, undefined);
  }

  #put(key: K, value: V | undefined, known?: number): void {
    const before = this.get(key);
    if (value === before) return;
    this.#size += (value === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    const weigh = this.#options.weigh;
    if (weigh !== undefined) {
      const weight = value === undefined ? 0 : (known ?? weigh(value));
      this.#weight += weight - this.weightOf(key);
      if (value === undefined) this.#weights.delete(key);
      else this.#weights.set(key, weight);
    }
    if (!this.#changed.has(key)) this.#changed.set(key, before);
    this.#unhashed.add(key);
    if (value === undefined && this.#under === undefined) this.#own.delete(key);
    else this.#own.set(key, value);
  }

  /** The keys of the items that changed since the last call, each with the previous value. */
  takeChanged(): ReadonlyMap<K, V | undefined> {
    const changed = this.#changed;
    this.#changed = new Map();
    return changed;
  }

  /** The cost is proportional to the changes since the last call, less what {@link hashSome} has hashed. */
  hash(): Hash {
    this.hashSome(Number.POSITIVE_INFINITY, 0);
    return this.#begunSum();
  }

  /**
   * Does a part of the work of the next {@link hash}, for the items first that were changed first.
   *
   * @param budget of weight, about: the last item may exceed it.
   * @param left changed items that are left to the next {@link hash}: they may change again before it.
   * @returns the rest of the budget; 0 or less if it is used up.
   */
  hashSome(budget: number, left: number): number {
    let rest = budget;
    if (this.#unhashed.size <= left) return rest;
    const sum = this.#begunSum();
    for (const key of this.#unhashed) {
      if (rest <= 0 || this.#unhashed.size <= left) break;
      this.#unhashed.delete(key);
      rest -= this.#rehash(key, sum);
    }
    return rest;
  }

  /** The sum of the items that are hashed. */
  #begunSum(): Hash {
    this.#sum ??= this.#under === undefined ? noHash() : Uint32Array.from(this.#under.hash());
    return this.#sum;
  }

  /** @returns the weight of the item, or {@link unweighed}. */
  #rehash(key: K, sum: Hash): number {
    const before = this.#hashOf(key);
    if (before !== undefined) toggle(sum, before);
    const value = this.get(key);
    const after = value === undefined ? undefined : itemHash(this.#options.kind, key, value);
    if (after !== undefined) toggle(sum, after);
    if (after === undefined && this.#under === undefined) this.#hashes.delete(key);
    else this.#hashes.set(key, after);
    return Math.max(this.weightOf(key), unweighed);
  }

  /** The hash of an item as it was at the last call of {@link hash}. */
  #hashOf(key: K): Hash | undefined {
    if (this.#under === undefined || this.#hashes.has(key)) return this.#hashes.get(key);
    return this.#under.#hashOf(key);
  }

  /** An overlay with this table's content. This table must not change while the overlay is in use. */
  fork(): Table<K, V> {
    return new Table(this.#options, this);
  }
}
