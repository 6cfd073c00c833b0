/** The columns of the task list. Until someone changes them they are not stored, so old boards keep their digests. */

import type { BoardCommand, Outcome } from '../commands.ts';
import { maxColumns, maxNameLength } from '../limits.ts';
import { comparePositions } from '../order/position.ts';
import { applied, refused } from '../outcome.ts';
import { Table } from '../table.ts';
import { compareCodeUnits } from '../values/json.ts';
import { mergedWords } from '../values/merged-field.ts';
import { type Column, type ColumnId, type ColumnKind, firstColumns } from './model.ts';

export type ColumnCommand = Extract<BoardCommand, { readonly type: `column/${string}` }>;

export class Columns {
  /** Empty while the board has the first three. */
  readonly table: Table<ColumnId, Column>;
  #inOrder: readonly Column[] | undefined;

  constructor(table: Table<ColumnId, Column> = new Table({ kind: 'column' })) {
    this.table = table;
  }

  /** At least one, in display order; the same array until one changes. */
  inOrder(): readonly Column[] {
    this.#inOrder ??= this.table.size === 0 ? firstColumns : [...this.table.values()].sort(comparePositions);
    return this.#inOrder;
  }

  get(id: ColumnId): Column | undefined {
    return this.inOrder().find((column) => column.id === id);
  }

  firstOf(kind: ColumnKind): Column | undefined {
    return this.inOrder().find((column) => column.kind === kind);
  }

  /** Adds, changes or moves a column. */
  apply(command: Exclude<ColumnCommand, { readonly type: 'column/remove' }>): Outcome {
    if (command.type === 'column/add') {
      const { id, name, kind, colour, position } = command;
      if (this.get(id) !== undefined) return refused('column-exists');
      if (this.inOrder().length >= maxColumns) return refused('too-many');
      this.put({ id, name, kind, colour, position });
      return applied;
    }
    const column = this.get(command.id);
    if (column === undefined) return refused('no-such-column');
    const { limit, ...rest } = column;
    const { nameWas, colour, position, limit: wanted = limit } = command;
    const mine = command.name;
    // The first name of a column is a text of the window, and no text on the board.
    const name =
      mine === undefined || column.name === undefined ? mine : mergedWords(nameWas, mine, column.name);
    if (name !== undefined && name.length > maxNameLength) return refused('too-large');
    this.put({
      ...rest,
      ...(name === undefined ? {} : { name }),
      ...(colour === undefined ? {} : { colour }),
      ...(position === undefined ? {} : { position }),
      ...(wanted === undefined || wanted === null ? {} : { limit: wanted }),
    });
    return applied;
  }

  put(column: Column): void {
    this.#store();
    this.table.set(column.id, Object.freeze(column));
    this.#inOrder = undefined;
  }

  /** The column must be there, and another one as well. */
  remove(id: ColumnId): void {
    this.#store();
    this.table.delete(id);
    this.#inOrder = undefined;
  }

  fork(): Columns {
    const fork = new Columns(this.table.fork());
    fork.#inOrder = this.#inOrder;
    return fork;
  }

  #store(): void {
    if (this.table.size === 0) for (const column of firstColumns) this.table.set(column.id, column);
  }
}

export function compareIds(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareCodeUnits(a.id, b.id);
}
