/** Puts the board's elements and other people's previews into the scene, around the elements that this person works on. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BoardElement } from '#shared/board/state.ts';
import { compareCodeUnits } from '#shared/board/values/json.ts';
import { inDrawingOrder, isShared, toScene } from '../adapter.ts';
import type { Baselines } from '../baselines.ts';
import { showsAsIs } from '../initial-scene.ts';
import type { OthersPreviews } from '../previews/others-previews.ts';
import type { Scene, SceneBoard, SceneClock } from '../scene.ts';
import type { ScenePlaces } from './scene-places.ts';

export class ScenePainter {
  readonly #board: Pick<SceneBoard, 'element' | 'elements'>;
  readonly #scene: Pick<Scene, 'elements' | 'show'>;
  readonly #clock: Pick<SceneClock, 'now' | 'nonce'>;
  readonly #baselines: Baselines;
  readonly #othersPreviews: OthersPreviews;
  readonly #places: ScenePlaces;
  /** Elements of the board that cannot be drawn here. */
  readonly #undrawable = new Set<string>();
  /** Elements whose index differs from the agreed one, in this window alone: it does not show their place in the agreed order. */
  readonly #reindexed = new Set<string>();

  constructor(options: {
    readonly board: Pick<SceneBoard, 'element' | 'elements'>;
    readonly scene: Pick<Scene, 'elements' | 'show'>;
    readonly clock: Pick<SceneClock, 'now' | 'nonce'>;
    readonly baselines: Baselines;
    readonly othersPreviews: OthersPreviews;
    readonly places: ScenePlaces;
  }) {
    this.#board = options.board;
    this.#scene = options.scene;
    this.#clock = options.clock;
    this.#baselines = options.baselines;
    this.#othersPreviews = options.othersPreviews;
    this.#places = options.places;
  }

  get undrawableCount(): number {
    return this.#undrawable.size;
  }

  /**
   * The elements that the initial scene shows as the board has them become their baselines without being painted.
   *
   * @returns the ids of all others on the board.
   */
  adopt(): readonly string[] {
    const shown = this.#scene.elements();
    return this.#board.elements().flatMap((agreed) => {
      const place = this.#places.of(agreed.id, shown);
      const element = place === undefined ? undefined : shown[place];
      if (element === undefined || !showsAsIs(element, agreed)) return agreed.id;
      this.#baselines.set(element, agreed);
      return [];
    });
  }

  /**
   * Paints elements that stay in their places in the drawing order, and new ones at its end, without a look at any other element.
   *
   * @param fresh the elements to take from the board, none of which this person works on.
   * @returns false if it is another change, and nothing is painted: `paintAll` does it.
   */
  paintInPlace(fresh: ReadonlySet<string>): boolean {
    const before = this.#scene.elements();
    const replaced: { readonly place: number; readonly element: ExcalidrawElement }[] = [];
    const added: ExcalidrawElement[] = [];
    for (const id of fresh) {
      const agreed = this.#board.element(id);
      const look = agreed ?? this.#othersPreviews.drawing(id, this.#board);
      const place = this.#places.of(id, before);
      const current = place === undefined ? undefined : before[place];
      if (look === undefined) return false;
      if (agreed === undefined && current !== undefined && !this.#othersPreviews.isForeign(id)) return false;
      const element = agreed === undefined ? this.#made(look, current) : this.#drawn(agreed, current);
      if (element === undefined || element.index === null) return false;
      if (place === undefined) added.push(element);
      else if (current?.index === element.index && !this.#reindexed.has(id))
        replaced.push({ place, element });
      else return false;
    }
    added.sort((a, b) => compareCodeUnits(a.index ?? '', b.index ?? ''));
    if (!isAscending([before.at(-1), ...added])) return false;
    const next = [...before];
    for (const { place, element } of replaced) next[place] = element;
    next.push(...added);
    this.#scene.show(next, { before, replaced, added });
    const after = this.#scene.elements();
    this.#places.extended(before, after, added);
    for (const id of fresh) {
      const place = this.#places.of(id, after);
      const element = place === undefined ? undefined : after[place];
      if (element !== undefined) this.#baselines.set(element);
      this.#othersPreviews.setForeign(id, this.#board.element(id) === undefined);
    }
    return true;
  }

  /**
   * Paints elements and puts all in the drawing order. Every change of this person must be found before.
   *
   * @param fresh the elements to take from the board; all others stay as they are.
   * @param held the elements that this person works on. None of them is in `fresh`.
   */
  paintAll(fresh: ReadonlySet<string>, held: ReadonlySet<string>): void {
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
    const indices = new Map(entries.map(({ element: { id }, index }) => [id, index]));
    this.#reindexed.clear();
    this.#scene.show(inDrawingOrder(entries));
    // Excalidraw replaces equal indices by distinct ones, in this window alone: that is not a change.
    for (const element of this.#scene.elements()) {
      if (element.index !== indices.get(element.id)) this.#reindexed.add(element.id);
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

/** Whether each of them comes after the one before it. An absent one is the beginning of an empty scene. */
function isAscending(elements: readonly (ExcalidrawElement | undefined)[]): boolean {
  return elements.every((element, at) => {
    const next = elements[at + 1];
    if (next === undefined || element === undefined) return true;
    return element.index !== null && next.index !== null && element.index < next.index;
  });
}

function indexOf(element: BoardElement): string | null {
  return typeof element.index === 'string' ? element.index : null;
}

function versionOf(entry: { readonly element: ExcalidrawElement }): [string, number] {
  return [entry.element.id, entry.element.version];
}
