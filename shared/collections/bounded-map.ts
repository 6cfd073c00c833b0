/**
 * A map that holds at most `maxSize` entries: a new one evicts the entry that was set longest ago.
 *
 * `quick-lru` does not fit: it keeps up to twice its size, reading keeps an entry, and it reads the wall clock. Here
 * the bound is exact, and eviction depends only on the order of {@link set}, so replicas behave the same in each replay.
 */

export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #maxSize: number;
  readonly #evicted: (value: Value, key: Key) => void;

  /**
   * @param maxSize at least 1.
   * @param evicted called after an entry was evicted; not for {@link delete} and {@link clear}.
   */
  constructor(maxSize: number, evicted: (value: Value, key: Key) => void = () => undefined) {
    super();
    this.#maxSize = maxSize;
    this.#evicted = evicted;
  }

  /** Sets `key` as the newest entry, also if it was known. */
  override set(key: Key, value: Value): this {
    this.delete(key);
    super.set(key, value);
    if (this.size <= this.#maxSize) return this;
    for (const [oldest, old] of this) {
      this.delete(oldest);
      this.#evicted(old, oldest);
      break;
    }
    return this;
  }
}
