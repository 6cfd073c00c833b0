/** A browser's storage in memory, which can be made to fail. */
export class FakeStorage {
  readonly #items = new Map<string, string>();
  fails = false;

  get size(): number {
    return this.#items.size;
  }

  getItem(key: string): string | null {
    this.#check();
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#check();
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#check();
    this.#items.delete(key);
  }

  #check(): void {
    if (this.fails) throw new DOMException('not allowed', 'SecurityError');
  }
}
