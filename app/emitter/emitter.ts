/**
 * Calls the listeners of one event. Own code, because `mitt` and `nanoevents` map names to listeners, and still call a
 * listener after another one ended its subscription.
 */

export class Emitter<T> {
  readonly #subscriptions = new Set<{ readonly listener: (value: T) => void }>();

  /** A function that subscribed twice is called twice. @returns a function that ends the subscription. */
  subscribe(listener: (value: T) => void): () => void {
    const subscription = { listener };
    this.#subscriptions.add(subscription);
    return () => {
      this.#subscriptions.delete(subscription);
    };
  }

  /** Calls all present listeners, except those that another listener unsubscribes meanwhile. */
  emit(value: T): void {
    for (const subscription of [...this.#subscriptions]) {
      if (this.#subscriptions.has(subscription)) subscription.listener(value);
    }
  }
}
