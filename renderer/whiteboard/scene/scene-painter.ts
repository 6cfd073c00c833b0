/** Puts the board's elements and other people's previews into the scene, around the elements that this person works on. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BoardElement } from '#shared/board/state.ts';
import { inDrawingOrder, isShared, toScene } from './adapter.ts';
import type { Baselines } from './baselines.ts';
import type { OthersPreviews } from './previews/others-previews.ts';
import type { Scene, SceneBoard, SceneClock } from './scene.ts';

export class ScenePainter {
  readonly #board: Pick<SceneBoard, 'element' | 'elements'>;
  readonly #scene: Pick<Scene, 'elements' | 'show'>;
  readonly #clock: Pick<SceneClock, 'now' | 'nonce'>;
  readonly #baselines: Baselines;
  readonly #othersPreviews: OthersPreviews;
  /** Elements of the board that cannot be drawn here. */
  readonly #undrawable = new Set<string>();

  constructor(options: {
    readonly board: Pick<SceneBoard, 'element' | 'elements'>;
    readonly scene: Pick<Scene, 'elements' | 'show'>;
    readonly clock: Pick<SceneClock, 'now' | 'nonce'>;
    readonly baselines: Baselines;
    readonly othersPreviews: OthersPreviews;
  }) {
    this.#board = options.board;
    this.#scene = options.scene;
    this.#clock = options.clock;
    this.#baselines = options.baselines;
    this.#othersPreviews = options.othersPreviews;
  }

  get undrawableCount(): number {
    return this.#undrawable.size;
  }

  /**
   * @param fresh the elements to take from the board; all others stay as they are.
   * @param held the elements that this person works on. None of them is in `fresh`.
   */
  paint(fresh: ReadonlySet<string>, held: ReadonlySet<string>): void {
    const shown = new Map(this.#scene.elements().map((element) => [element.id, element]));
    const entries: { element: ExcalidrawElement; index: string | null }[] = [];
    for (const agreed of this.#board.elements()) {
      const current = shown.get(agreed.id);
      shown.delete(agreed.id);
      const mine = held.has(agreed.id) ? current : undefined;
      const element = mine ?? (fresh.has(agreed.id) ? this.#drawn(agreed, current) : current);
      if (element !== undefined) entries.push({ element, index: mine?.index ?? indexOf(agreed) });
      if (fresh.has(agreed.id)) this.#othersPreviews.setForeign(agreed.id, false);
    }
    for (const preview of this.#othersPreviews.drawn(this.#board)) {
      const { id } = preview;
      const current = shown.get(id);
      // Ids are random: only a malicious preview has the id of an element that this person draws.
      if (current !== undefined && !this.#othersPreviews.isForeign(id)) continue;
      shown.delete(id);
      const element = fresh.has(id) ? this.#made(preview, current) : current;
      this.#othersPreviews.setForeign(id, element !== undefined);
      if (element !== undefined) entries.push({ element, index: indexOf(preview) });
    }
    for (const element of shown.values()) {
      // The session does not have it: it is being drawn here, or its creation was refused.
      if (fresh.has(element.id)) {
        this.#baselines.delete(element.id);
        this.#othersPreviews.setForeign(element.id, false);
      } else entries.push({ element, index: element.index });
    }
    const mineBefore = new Map(entries.filter(({ element }) => held.has(element.id)).map(versionOf));
    this.#scene.show(inDrawingOrder(entries));
    // Excalidraw replaces equal indices by distinct ones, in this window alone: that is not a change.
    for (const element of this.#scene.elements()) {
      const before = mineBefore.get(element.id);
      if (before === undefined) {
        if (fresh.has(element.id)) this.#baselines.set(element);
        else this.#baselines.update(element);
      } else if (before !== element.version) this.#baselines.acceptIndex(element);
    }
  }

  /** Removes the elements that are not shared (embedded pages) from the scene. */
  removeNotShared(): void {
    this.#scene.show(this.#scene.elements().filter((element) => isShared(element)));
    for (const element of this.#scene.elements()) this.#baselines.update(element);
  }

  #drawn(agreed: BoardElement, current: ExcalidrawElement | undefined): ExcalidrawElement | undefined {
    const looking = this.#othersPreviews.over(agreed);
    // A preview that cannot be drawn is left out without a notice.
    const underWay = looking === agreed ? undefined : this.#made(looking, current);
    const element = underWay ?? this.#made(agreed, current);
    if (element !== undefined) {
      this.#undrawable.delete(agreed.id);
      return element;
    }
    this.#baselines.delete(agreed.id);
    this.#undrawable.add(agreed.id);
    return undefined;
  }

  #made(element: BoardElement, current: ExcalidrawElement | undefined): ExcalidrawElement | undefined {
    return toScene(element, {
      version: Math.max(current?.version ?? 0, this.#baselines.get(element.id)?.version ?? 0) + 1,
      versionNonce: this.#clock.nonce(),
      updated: this.#clock.now(),
    });
  }
}

function indexOf(element: BoardElement): string | null {
  return typeof element.index === 'string' ? element.index : null;
}

function versionOf(entry: { readonly element: ExcalidrawElement }): [string, number] {
  return [entry.element.id, entry.element.version];
}
