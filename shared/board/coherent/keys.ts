/** The `index` that each element is shown with: Excalidraw wants a valid one for each, each greater than the one before. */

import { isSharedType } from '../element/rules/schema.ts';
import { compareElements } from '../elements.ts';
import { isFractionalKey, keysBetween } from '../order/fractional-key.ts';
import { placeIn } from '../order/place.ts';
import type { BoardElement } from '../state.ts';

/** Moves of which each is looked at on its own; after more, all elements are. */
const fewMoves = 64;

/** Elements without a shared type between two neighbours, at most; beyond, all elements are looked at. */
const maxSkipped = 16;

/** An element that was added, removed or put elsewhere; `before` is undefined if it is new, `after` if it is gone. */
export interface Move {
  readonly before: BoardElement | undefined;
  readonly after: BoardElement | undefined;
}

/**
 * The {@link missingKeys} of a list of elements that changes. A change costs a binary search for each move, as long as the
 * elements there have valid keys of their own.
 */
export class KeysInForce {
  /** In drawing order, at the last update. */
  #elements: readonly BoardElement[] = [];
  #keys: ReadonlyMap<string, string> = new Map();

  get all(): ReadonlyMap<string, string> {
    return this.#keys;
  }

  /**
   * @param elements in drawing order.
   * @param moves all since the last call.
   * @returns the ids of the elements whose key has changed.
   */
  update(elements: readonly BoardElement[], moves: readonly Move[]): readonly string[] {
    const earlier = this.#elements;
    this.#elements = elements;
    if (moves.length <= fewMoves && moves.every((move) => this.#changesNothing(move, earlier))) return [];
    const before = this.#keys;
    const keys = missingKeys(elements);
    this.#keys = keys;
    const ids = new Set([...before.keys(), ...keys.keys()]);
    return [...ids].filter((id) => before.get(id) !== keys.get(id));
  }

  /**
   * Whether the element has its own key before and after, and so have its neighbours at both places. Then no key was
   * chosen beside it, and none has to be.
   */
  #changesNothing({ before, after }: Move, earlier: readonly BoardElement[]): boolean {
    return this.#isBesideOwnKeys(before, earlier) && this.#isBesideOwnKeys(after, this.#elements);
  }

  #isBesideOwnKeys(element: BoardElement | undefined, elements: readonly BoardElement[]): boolean {
    if (element === undefined || !isSharedType(element.type)) return true;
    const place = placeIn(elements, element, compareElements);
    const own = ownKey(element);
    if (own === undefined || elements[place]?.id !== element.id) return false;
    const [previous, next] = [neighbour(elements, place, -1), neighbour(elements, place, 1)];
    if (previous === 'far' || next === 'far') return false;
    const [low, high] = [this.#keyOf(previous), this.#keyOf(next)];
    return (
      (previous === undefined || (low !== undefined && low < own)) &&
      (next === undefined || (high !== undefined && own < high))
    );
  }

  /** Its own key, if it is shown with that. */
  #keyOf(element: BoardElement | undefined): string | undefined {
    return element === undefined || this.#keys.has(element.id) ? undefined : ownKey(element);
  }
}

/** The next element of a shared type in one direction. */
function neighbour(
  elements: readonly BoardElement[],
  place: number,
  direction: 1 | -1,
): BoardElement | undefined | 'far' {
  for (let skipped = 0; skipped <= maxSkipped; skipped += 1) {
    const element = elements[place + direction * (skipped + 1)];
    if (element === undefined || isSharedType(element.type)) return element;
  }
  return 'far';
}

/**
 * Keys for those elements that cannot be shown with their own: they have none, or one that another has, too.
 *
 * @param elements in drawing order. Hidden ones are left out.
 */
export function missingKeys(elements: readonly BoardElement[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let last: string | null = null;
  let without: BoardElement[] = [];
  const close = (next: string | null): void => {
    if (without.length === 0) return;
    const made = keysBetween(last, next, without.length);
    for (const [position, { id }] of without.entries()) keys.set(id, made[position] ?? '');
    last = made.at(-1) ?? last;
    without = [];
  };
  for (const element of elements) {
    if (!isSharedType(element.type)) continue;
    const own = ownKey(element);
    if (own === undefined || (last !== null && own <= last)) {
      without.push(element);
    } else {
      close(own);
      last = own;
    }
  }
  close(null);
  return keys;
}

/** A cache of generated and checked keys: most elements keep theirs. */
const checked = new WeakMap<BoardElement, string | undefined>();

function ownKey(element: BoardElement): string | undefined {
  if (checked.has(element)) return checked.get(element);
  const { index } = element;
  const key = typeof index === 'string' && isFractionalKey(index) ? index : undefined;
  checked.set(element, key);
  return key;
}
