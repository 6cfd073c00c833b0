/** The elements of a board in memory. */

import type { ElementPatch, Json } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';

export class FakeElements {
  readonly #elements = new Map<string, BoardElement>();
  readonly #listeners = new Set<(changed: readonly string[]) => void>();

  /** In drawing order: by index, then by id. */
  all(): readonly BoardElement[] {
    return [...this.#elements.values()].sort((a, b) => {
      const [left, right] = [String(a.index), String(b.index)];
      if (left !== right) return left < right ? -1 : 1;
      return a.id < b.id ? -1 : 1;
    });
  }

  get(id: string): BoardElement | undefined {
    return this.#elements.get(id);
  }

  subscribe(listener: (changed: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  end(): void {
    this.#listeners.clear();
  }

  /** Applies patches without a notification. A patch of an unknown element without `create` has no effect. */
  patch(patches: readonly ElementPatch[]): void {
    for (const patch of patches) {
      const before = this.#elements.get(patch.id);
      if (before === undefined && patch.create !== true) continue;
      const after: { [property: string]: Json } = { ...before, ...patch.set };
      for (const property of patch.unset ?? []) delete after[property];
      this.#elements.set(patch.id, Object.freeze({ ...after, id: patch.id }));
    }
  }

  delete(id: string): void {
    this.#elements.delete(id);
  }

  notify(changed: readonly string[]): void {
    for (const listener of this.#listeners) listener(changed);
  }
}
