/** For each element of the scene, its state when the scene and the board last agreed about it. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BoardElement } from '#shared/board/state.ts';
import { toAgreed } from './adapter.ts';

export interface Baseline {
  readonly agreed: BoardElement;
  readonly version: number;
  readonly versionNonce: number;
}

export class Baselines {
  readonly #baselines = new Map<string, Baseline>();
  readonly #changed = new Set<string>();

  get size(): number {
    return this.#baselines.size;
  }

  ids(): Iterable<string> {
    return this.#baselines.keys();
  }

  /** The ids whose baselines are others since the last call, or absent. */
  takeChanged(): readonly string[] {
    const ids = [...this.#changed];
    this.#changed.clear();
    return ids;
  }

  get(id: string): Baseline | undefined {
    return this.#baselines.get(id);
  }

  set(element: ExcalidrawElement, agreed = toAgreed(element)): void {
    const { version, versionNonce } = element;
    this.#baselines.set(element.id, { agreed, version, versionNonce });
    this.#changed.add(element.id);
  }

  delete(id: string): void {
    this.#baselines.delete(id);
    this.#changed.add(id);
  }

  /** Makes a shown element its own baseline if it has one in another version. */
  update(element: ExcalidrawElement): void {
    const baseline = this.#baselines.get(element.id);
    if (baseline !== undefined && baseline.version !== element.version) this.set(element);
  }

  /** Accepts the index of an element that this person is working on, and no other property. */
  acceptIndex(element: ExcalidrawElement): void {
    const baseline = this.#baselines.get(element.id);
    if (baseline === undefined || element.index === null) return;
    const agreed = { ...baseline.agreed, index: element.index };
    this.#baselines.set(element.id, { ...baseline, agreed });
  }
}
