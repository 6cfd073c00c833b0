/** Who is told of something. */

export class Subscribers<T> {
  readonly #listeners = new Set<{ readonly listener: (value: T) => void }>();

  /** @returns a function that ends the subscription. */
  add(listener: (value: T) => void): () => void {
    // Wrapped, so that a function that subscribed twice is told twice.
    const subscription = { listener };
    this.#listeners.add(subscription);
    return () => {
      this.#listeners.delete(subscription);
    };
  }

  /** Everyone who is subscribed now; who leaves meanwhile is told no more. */
  tell(value: T): void {
    for (const subscription of [...this.#listeners]) {
      if (this.#listeners.has(subscription)) subscription.listener(value);
    }
  }
}
