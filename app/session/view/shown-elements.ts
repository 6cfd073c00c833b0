/** The elements as the window shows them: derived from this device's board, and told of when they look different. */

import { CoherentElements } from '#shared/board/coherent/view.ts';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { isSameJson } from '#shared/board/json.ts';
import type { BoardElement } from '#shared/board/state.ts';
import type { OptimisticBoard } from './optimistic-board.ts';

/** Where an element is. */
const place = ['x', 'y', 'width', 'height', 'points', 'fixedSegments'];
/** What is changed on the strength of where it is. */
const places: ReadonlySet<string> = new Set([...place, 'startBinding', 'endBinding']);

export class ShownElements {
  readonly #board: Pick<OptimisticBoard, 'shown' | 'takeChanged'>;
  readonly #elements = new CoherentElements();
  /** Elements that look different and that the window was not told of. */
  #untold = new Set<string>();

  constructor(board: Pick<OptimisticBoard, 'shown' | 'takeChanged'>) {
    this.#board = board;
  }

  get(id: string): BoardElement | undefined {
    this.#catchUp();
    return this.#elements.get(id);
  }

  /** In drawing order, each with a valid `index`. */
  inOrder(): readonly BoardElement[] {
    this.#catchUp();
    return this.#elements.inOrder(this.#board.shown());
  }

  /** The elements that look different than at the last call for any reason but what the window itself put into them. */
  takeChanged(): readonly string[] {
    this.#catchUp();
    const changed = [...this.#untold];
    this.#untold = new Set();
    return changed;
  }

  /**
   * What a person changes, with what it builds on and was derived until now: an `index` is chosen among those that are
   * shown, and whoever moves or unbinds an arrow that had followed its shape moves it from where they saw it.
   */
  withBasis(patches: readonly ElementPatch[]): readonly ElementPatch[] {
    this.#catchUp();
    const based = patches.map((patch) => this.#withPlace(patch));
    const keys = this.#elements.keys();
    if (keys.size === 0 || !patches.some(({ set }) => typeof set.index === 'string')) return based;
    const named = new Set(patches.flatMap(({ id, set }) => (set.index === undefined ? [] : id)));
    const missing = [...keys].filter(([id]) => !named.has(id));
    return [...missing.map(([id, index]) => ({ id, set: { index } })), ...based];
  }

  #withPlace(patch: ElementPatch): ElementPatch {
    const agreed = this.#board.shown().element(patch.id);
    const shown = this.#elements.get(patch.id);
    if (agreed === shown || agreed === undefined || shown === undefined) return patch;
    if (!Object.keys(patch.set).some((name) => places.has(name))) return patch;
    const derived: { [property: string]: Json } = {};
    for (const name of place) {
      const value = shown[name];
      if (value !== undefined && !isSameJson(value, agreed[name])) derived[name] = value;
    }
    return Object.keys(derived).length === 0 ? patch : { ...patch, set: { ...derived, ...patch.set } };
  }

  /** Notes `patches` of this window. It shows them already, so that only their further consequences count as changes. */
  patched(patches: readonly ElementPatch[]): void {
    const expected = new Map<string, { readonly [property: string]: Json }>();
    for (const { id, set, unset = [] } of patches) {
      const properties: { [property: string]: Json } = {
        ...(expected.get(id) ?? this.#elements.get(id)),
        ...set,
        id,
      };
      for (const property of unset) delete properties[property];
      expected.set(id, properties);
    }
    for (const id of this.#elements.update(expected.keys(), this.#board.shown())) this.#untold.add(id);
    for (const [id, properties] of expected) {
      const isAsShown = isSameJson(properties, this.#elements.get(id));
      if (isAsShown) this.#untold.delete(id);
      else this.#untold.add(id);
    }
  }

  #catchUp(): void {
    const changed = this.#board.takeChanged();
    if (changed.length === 0) return;
    for (const id of changed) this.#untold.add(id);
    for (const id of this.#elements.update(changed, this.#board.shown())) this.#untold.add(id);
  }
}
