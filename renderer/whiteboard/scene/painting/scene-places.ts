/** The positions of elements in the scene. A look at one element is no look at all of them. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

export class ScenePlaces {
  readonly #places = new Map<string, number>();
  /** The array whose positions are known, without exception. */
  #known: readonly ExcalidrawElement[] | undefined;

  /** @returns undefined if `elements` has none with this id. */
  of(id: string, elements: readonly ExcalidrawElement[]): number | undefined {
    const place = this.#places.get(id);
    if (place !== undefined && elements[place]?.id === id) return place;
    if (this.#known === elements) return undefined;
    this.#places.clear();
    for (const [at, element] of elements.entries()) this.#places.set(element.id, at);
    this.#known = elements;
    return this.#places.get(id);
  }

  /** `after` has the elements of `before` in their places, or others with their ids, and `added` at its end. */
  extended(
    before: readonly ExcalidrawElement[],
    after: readonly ExcalidrawElement[],
    added: readonly ExcalidrawElement[],
  ): void {
    for (const [at, { id }] of added.entries()) this.#places.set(id, before.length + at);
    if (this.#known === before) this.#known = after;
  }
}
