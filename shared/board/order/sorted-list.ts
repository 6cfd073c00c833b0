/** Items in order, kept in order cheaply: a change costs a binary search, not a sort. */

import { invariant } from '#shared/paxos/model/invariant.ts';
import { placeIn } from './place.ts';

export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  #items: T[];
  /** Whether the array was handed out; the next change then copies it. */
  #shared: boolean;

  /**
   * @param compare a total order in which no two items of the list are equal.
   * @param items in that order; the array stays as it is.
   */
  constructor(compare: (a: T, b: T) => number, items?: T[]) {
    this.#compare = compare;
    this.#items = items ?? [];
    this.#shared = items !== undefined;
  }

  /** The same array until something changes. The array itself never changes. */
  items(): readonly T[] {
    this.#shared = true;
    return this.#items;
  }

  last(): T | undefined {
    return this.#items.at(-1);
  }

  add(item: T): void {
    const items = this.#ownItems();
    const last = items.at(-1);
    // Most new items come last; so do all of a list that is built in its order.
    if (last === undefined || this.#compare(last, item) < 0) items.push(item);
    else items.splice(placeIn(items, item, this.#compare), 0, item);
  }

  remove(item: T): void {
    this.#ownItems().splice(this.#placeOf(item), 1);
  }

  replace(before: T, after: T): void {
    if (this.#compare(before, after) === 0) {
      this.#ownItems()[this.#placeOf(before)] = after;
    } else {
      this.remove(before);
      this.add(after);
    }
  }

  /** An independent list with the same items. */
  fork(): SortedList<T> {
    this.#shared = true;
    return new SortedList(this.#compare, this.#items);
  }

  #ownItems(): T[] {
    if (this.#shared) this.#items = this.#items.slice();
    this.#shared = false;
    return this.#items;
  }

  #placeOf(item: T): number {
    const place = placeIn(this.#items, item, this.#compare);
    invariant(this.#items[place] === item, 'a sorted list lost an item');
    return place;
  }
}
