/** The elements as the window shows them: derived from this device's board, and reported when they look different. */

import { CoherentElements } from '#shared/board/coherent/view.ts';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { maxTextWasLength } from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import type { OptimisticBoard } from '../optimistic-board.ts';

/** Where an element is. */
const place = ['x', 'y', 'width', 'height', 'points', 'fixedSegments'];
/** Properties whose changes depend on the place. */
const places: ReadonlySet<string> = new Set([...place, 'startBinding', 'endBinding']);

export class ShownElements {
  readonly #board: Pick<OptimisticBoard, 'shown' | 'takeChanged'>;
  readonly #elements = new CoherentElements();
  /** Elements that look different, and that were not reported to the window. */
  #unreported = new Set<string>();

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

  /** The elements that look different since the last call, except by the window's own changes. */
  takeChanged(): readonly string[] {
    this.#catchUp();
    const changed = [...this.#unreported];
    this.#unreported = new Set();
    return changed;
  }

  /**
   * The changes of a person, with what they are based on: an `index` is chosen among the shown ones, an arrow that followed
   * its shape is moved or unbound from its shown place, and a text is written over the shown one.
   */
  withBasis(patches: readonly ElementPatch[]): readonly ElementPatch[] {
    this.#catchUp();
    const based = patches.map((patch) => this.#withText(this.#withPlace(patch)));
    const keys = this.#elements.keys();
    if (keys.size === 0 || !patches.some(({ set }) => typeof set.index === 'string')) return based;
    const named = new Set(patches.flatMap(({ id, set }) => (set.index === undefined ? [] : id)));
    const missing = [...keys].filter(([id]) => !named.has(id));
    return [...missing.map(([id, index]) => ({ id, set: { index } })), ...based];
  }

  /** A longer text replaces the others' changes: a command has no room for two of them. */
  #withText(patch: ElementPatch): ElementPatch {
    const textWas = this.#board.shown().element(patch.id)?.originalText;
    if (patch.set.originalText === undefined || typeof textWas !== 'string') return patch;
    return textWas.length > maxTextWasLength ? patch : { ...patch, textWas };
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

  /**
   * Notes `patches` of this window. It shows them already, so that only their further consequences count as changes.
   */
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
    for (const id of this.#elements.update(expected.keys(), this.#board.shown())) this.#unreported.add(id);
    for (const [id, properties] of expected) {
      const isAsShown = isSameJson(properties, this.#elements.get(id));
      if (isAsShown) this.#unreported.delete(id);
      else this.#unreported.add(id);
    }
  }

  /** The window does not show these yet, although it changed them itself. */
  report(ids: readonly string[]): void {
    this.#catchUp();
    for (const id of ids) this.#unreported.add(id);
  }

  #catchUp(): void {
    const changed = this.#board.takeChanged();
    if (changed.length === 0) return;
    for (const id of changed) this.#unreported.add(id);
    for (const id of this.#elements.update(changed, this.#board.shown())) this.#unreported.add(id);
  }
}
