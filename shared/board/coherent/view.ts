/** The elements of a board as they are shown, updated at a cost in proportion to the change. */

import type { BoardElement } from '../state.ts';
import { isSameJson } from '../values/json.ts';
import { derived } from './derive.ts';
import { DrawingOrder } from './drawing-order.ts';
import { KeysInForce, type Move } from './keys.ts';
import { targetsOf } from './links.ts';

export interface Agreed {
  element(id: string): BoardElement | undefined;
  /** In drawing order: by `compareElements`. */
  elements(): readonly BoardElement[];
}

const nobody: ReadonlySet<string> = new Set();

export class CoherentElements {
  /** The agreed elements at the last update. */
  readonly #agreed = new Map<string, BoardElement>();
  /** Without regard to keys. */
  readonly #derived = new Map<string, BoardElement>();
  readonly #shown = new Map<string, BoardElement>();
  readonly #referrers = new Map<string, Set<string>>();
  readonly #keys = new KeysInForce();
  readonly #order = new DrawingOrder();

  get(id: string): BoardElement | undefined {
    return this.#shown.get(id);
  }

  /**
   * The same array until something changes.
   *
   * @param board the one of the last {@link update}.
   */
  inOrder(board: Agreed): readonly BoardElement[] {
    return this.#order.current(
      board.elements(),
      (id) => this.#agreed.get(id),
      (id) => this.#shown.get(id),
    );
  }

  /** Keys that replace the elements' own. */
  keys(): ReadonlyMap<string, string> {
    return this.#keys.all;
  }

  /**
   * @param changed ids of the elements that may differ from the last call; all others are the same.
   * @returns the ids of the elements whose look has changed.
   */
  update(changed: Iterable<string>, board: Agreed): readonly string[] {
    const affected = new Set<string>();
    const moves: Move[] = [];
    for (const id of changed) {
      const before = this.#agreed.get(id);
      const after = board.element(id);
      if (before === after) continue;
      affected.add(id);
      this.#spread(before, affected);
      if (before === undefined || after === undefined || isPlacedElsewhere(before, after)) {
        moves.push({ before, after });
        this.#order.moved(id, before);
      }
      this.#relink(id, before, after);
      this.#spread(after, affected);
    }
    if (affected.size === 0) return [];
    for (const id of [...affected]) this.#addReferrers(id, affected);
    for (const id of affected) this.#derive(id);
    if (moves.length > 0) for (const id of this.#keys.update(board.elements(), moves)) affected.add(id);
    const different = [...affected].filter((id) => this.#refresh(id));
    for (const id of different) this.#order.changed(id);
    return different;
  }

  /** The elements whose look depends on `element`: those that it refers to, and those that refer to the same. */
  #spread(element: BoardElement | undefined, affected: Set<string>): void {
    if (element === undefined) return;
    this.#addReferrers(element.id, affected);
    for (const target of targetsOf(element)) {
      affected.add(target);
      this.#addReferrers(target, affected);
    }
  }

  #addReferrers(id: string, affected: Set<string>): void {
    for (const referrer of this.#referrers.get(id) ?? []) affected.add(referrer);
  }

  #relink(id: string, before: BoardElement | undefined, after: BoardElement | undefined): void {
    for (const target of before === undefined ? [] : targetsOf(before))
      this.#referrers.get(target)?.delete(id);
    for (const target of after === undefined ? [] : targetsOf(after)) {
      const referrers = this.#referrers.get(target) ?? new Set();
      this.#referrers.set(target, referrers.add(id));
    }
    if (after === undefined) this.#agreed.delete(id);
    else this.#agreed.set(id, after);
  }

  #derive(id: string): void {
    const element = this.#agreed.get(id);
    if (element === undefined) {
      this.#derived.delete(id);
      return;
    }
    const get = (other: string) => this.#agreed.get(other);
    const referrers = (other: string) => this.#referrers.get(other) ?? nobody;
    this.#derived.set(id, derived(element, { get, referrers }));
  }

  /** @returns whether the look of the element has changed. */
  #refresh(id: string): boolean {
    const before = this.#shown.get(id);
    const element = this.#derived.get(id);
    if (element === undefined) return this.#shown.delete(id);
    const key = this.#keys.all.get(id);
    const after = key === undefined ? element : Object.freeze({ ...element, index: key });
    if (before !== undefined && isSameJson(before, after)) {
      // An element that is shown as agreed is the agreed object itself, and can be compared by identity.
      if (after === this.#agreed.get(id)) this.#shown.set(id, after);
      return false;
    }
    this.#shown.set(id, after);
    return true;
  }
}

/** An element that was removed and made again since the last update may have another type, and then another right to a key. */
function isPlacedElsewhere(before: BoardElement, after: BoardElement): boolean {
  return before.index !== after.index || before.type !== after.type;
}

/** All `elements` as they are shown. @param elements in drawing order. */
export function coherent(elements: readonly BoardElement[]): readonly BoardElement[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const board: Agreed = { element: (id) => byId.get(id), elements: () => elements };
  const view = new CoherentElements();
  view.update(byId.keys(), board);
  return view.inOrder(board);
}
