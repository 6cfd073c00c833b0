/** The elements of a board as they are shown, updated at a cost in proportion to the change. */

import type { BoardElement } from '../state.ts';
import { isSameJson } from '../values/json.ts';
import { derived } from './derive.ts';
import { missingKeys } from './keys.ts';
import { targetsOf } from './links.ts';

export interface Agreed {
  element(id: string): BoardElement | undefined;
  /** In drawing order. */
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
  #keys: ReadonlyMap<string, string> = new Map();
  /** Undefined after the order changed. */
  #order: readonly BoardElement[] | undefined;
  /** The position of each element in it. */
  #places = new Map<string, number>();
  /** The ids in it whose look has changed since. */
  readonly #outdated = new Set<string>();

  get(id: string): BoardElement | undefined {
    return this.#shown.get(id);
  }

  /**
   * The same array until something changes. While the order stays, the cost is the change and a copy of the array.
   *
   * @param board the one of the last {@link update}.
   */
  inOrder(board: Agreed): readonly BoardElement[] {
    if (this.#order === undefined) {
      this.#order = board.elements().map((element) => this.#shown.get(element.id) ?? element);
      this.#places = new Map(this.#order.map(({ id }, place) => [id, place]));
    } else if (this.#outdated.size > 0) {
      const elements = this.#order.slice();
      for (const id of this.#outdated) {
        const place = this.#places.get(id);
        const element = this.#shown.get(id);
        if (place !== undefined && element !== undefined) elements[place] = element;
      }
      this.#order = elements;
    }
    this.#outdated.clear();
    return this.#order;
  }

  /** Keys that replace the elements' own. */
  keys(): ReadonlyMap<string, string> {
    return this.#keys;
  }

  /**
   * @param changed ids of the elements that may differ from the last call; all others are the same.
   * @returns the ids of the elements whose look has changed.
   */
  update(changed: Iterable<string>, board: Agreed): readonly string[] {
    const affected = new Set<string>();
    let isReordered = false;
    for (const id of changed) {
      const before = this.#agreed.get(id);
      const after = board.element(id);
      if (before === after) continue;
      affected.add(id);
      this.#spread(before, affected);
      if (before?.index !== after?.index || before === undefined || after === undefined) isReordered = true;
      this.#relink(id, before, after);
      this.#spread(after, affected);
    }
    if (affected.size === 0) return [];
    for (const id of [...affected]) this.#addReferrers(id, affected);
    for (const id of affected) this.#derive(id);
    if (isReordered) this.#rekey(board, affected);
    const different = [...affected].filter((id) => this.#refresh(id));
    if (isReordered) this.#order = undefined;
    else for (const id of different) this.#outdated.add(id);
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

  #rekey(board: Agreed, affected: Set<string>): void {
    const keys = missingKeys(board.elements());
    for (const id of new Set([...this.#keys.keys(), ...keys.keys()])) {
      if (this.#keys.get(id) !== keys.get(id)) affected.add(id);
    }
    this.#keys = keys;
  }

  /** @returns whether the look of the element has changed. */
  #refresh(id: string): boolean {
    const before = this.#shown.get(id);
    const element = this.#derived.get(id);
    if (element === undefined) return this.#shown.delete(id);
    const key = this.#keys.get(id);
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

/** All `elements` as they are shown. @param elements in drawing order. */
export function coherent(elements: readonly BoardElement[]): readonly BoardElement[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const board: Agreed = { element: (id) => byId.get(id), elements: () => elements };
  const view = new CoherentElements();
  view.update(byId.keys(), board);
  return view.inOrder(board);
}
