/** The library of a board. An item is added and removed as a whole. */

import type { BoardCommand, Outcome } from '../commands.ts';
import { checkElement } from '../element/check.ts';
import { isSharedType } from '../element/rules/schema.ts';
import { maxLibraryBytes, maxLibraryItems } from '../limits.ts';
import { applied, badElement, refused } from '../outcome.ts';
import type { BoardElement } from '../state.ts';
import { Table } from '../table.ts';
import { compareCodeUnits, jsonBytes } from '../values/json.ts';
import type { LibraryItem } from './model.ts';

export type LibraryCommand = Extract<BoardCommand, { readonly type: `library/${string}` }>;

/** Bytes as `jsonBytes` counts them. */
export function libraryItemBytes({ id, name = '', elements }: LibraryItem): number {
  return jsonBytes(id) + jsonBytes(name) + jsonBytes(elements);
}

export class Library {
  readonly table: Table<string, LibraryItem>;
  #inOrder: readonly LibraryItem[] | undefined;

  constructor(table: Table<string, LibraryItem> = new Table({ kind: 'library', weigh: libraryItemBytes })) {
    this.table = table;
  }

  /** The latest first, ties by id; the same array until one changes. */
  inOrder(): readonly LibraryItem[] {
    this.#inOrder ??= [...this.table.values()].sort(
      (a, b) => b.created - a.created || compareCodeUnits(a.id, b.id),
    );
    return this.#inOrder;
  }

  /** Repeated commands have no further effect: two people may import one file, or remove one item. */
  apply(command: LibraryCommand): Outcome {
    const { id } = command;
    if (command.type === 'library/remove') {
      this.table.delete(id);
      this.#inOrder = undefined;
      return applied;
    }
    if (this.table.has(id)) return applied;
    const elements: BoardElement[] = [];
    for (const element of command.elements) {
      const checked = checkElement(element);
      if (checked.result === 'refused') return badElement(checked.property);
      // The bytes of an image are kept for elements of the board only.
      if (!isSharedType(element.type) || element.type === 'image') return badElement('type');
      elements.push(checked.element);
    }
    const { name, created } = command;
    const item: LibraryItem = { id, ...(name === undefined ? {} : { name }), created, elements };
    if (this.table.size >= maxLibraryItems) return refused('too-many');
    if (this.table.weight + libraryItemBytes(item) > maxLibraryBytes) return refused('too-many');
    this.put(item);
    return applied;
  }

  put(item: LibraryItem): void {
    for (const element of item.elements) Object.freeze(element);
    Object.freeze(item.elements);
    this.table.set(item.id, Object.freeze(item));
    this.#inOrder = undefined;
  }

  fork(): Library {
    const fork = new Library(this.table.fork());
    fork.#inOrder = this.#inOrder;
    return fork;
  }
}
