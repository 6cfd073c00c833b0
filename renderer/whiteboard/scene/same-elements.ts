/**
 * Elements by their places in the scene, in the versions in which they were seen. Excalidraw reports a change for each movement of a
 * pointer, also of others: for most of thousands of elements a comparison with the last look takes the place of a look-up by id.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

type Seen = Pick<ExcalidrawElement, 'version' | 'versionNonce'>;

export class SameElements {
  /** Three lists, because an object for each element would be one more place in memory to read. */
  readonly #elements: (Seen | undefined)[] = [];
  readonly #versions: number[] = [];
  readonly #nonces: number[] = [];

  has(place: number, element: Seen): boolean {
    return (
      this.#elements[place] === element &&
      this.#versions[place] === element.version &&
      this.#nonces[place] === element.versionNonce
    );
  }

  /** To be called for ascending places: a gap would make the lists slow. */
  note(place: number, element: Seen): void {
    this.#elements[place] = element;
    this.#versions[place] = element.version;
    this.#nonces[place] = element.versionNonce;
  }

  forget(place: number | undefined): void {
    if (place !== undefined && place < this.#elements.length) this.#elements[place] = undefined;
  }

  /** @param length of the scene: there are no places from it on. */
  end(length: number): void {
    for (const list of [this.#elements, this.#versions, this.#nonces]) {
      if (list.length > length) list.length = length;
    }
  }
}
