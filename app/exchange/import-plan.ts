/** Maps the columns of a file to columns of the board: a proposal that a person can change. */

import { maxColumns } from '#shared/board/limits.ts';
import type { ColumnId, ColumnKind } from '#shared/board/task/model.ts';
import { folded } from './fit.ts';
import type { ExchangeBoard } from './model.ts';

export type ColumnChoice =
  | { readonly kind: 'existing'; readonly id: ColumnId }
  | { readonly kind: 'new'; readonly columnKind: ColumnKind }
  | { readonly kind: 'left-out' };

export interface ImportPlan {
  /** By column name in the file; the empty name stands for cards without a column. */
  readonly columns: ReadonlyMap<string, ColumnChoice>;
  readonly withArchived: boolean;
}

/** A column of the board, with the name that the window shows. */
export interface NamedColumn {
  readonly id: ColumnId;
  readonly name: string;
}

/**
 * Maps a column to the board's column of the same name, otherwise to a new column, or to the board's first column if
 * the board has no room for a new one.
 *
 * @param existing the board's columns, at least one.
 */
export function proposedPlan(board: ExchangeBoard, existing: readonly NamedColumn[]): ImportPlan {
  const [first] = existing;
  if (first === undefined) throw new RangeError('a board has a column');
  const byName = new Map(existing.map(({ id, name }) => [folded(name), id]));
  let room = maxColumns - existing.length;
  const columns = new Map<string, ColumnChoice>();
  for (const name of columnsOf(board)) {
    const id = byName.get(folded(name));
    if (id !== undefined) columns.set(name, { kind: 'existing', id });
    else if (name === '' || room === 0) columns.set(name, { kind: 'existing', id: first.id });
    else {
      room -= 1;
      columns.set(name, { kind: 'new', columnKind: kindOf(name) });
    }
  }
  return { columns, withArchived: false };
}

/** The columns that have cards, in the file's order. */
export function columnsOf({ columns, cards }: ExchangeBoard): readonly string[] {
  const used = new Set(cards.map(({ column }) => column));
  return [...(used.has('') ? [''] : []), ...columns.filter((name) => used.has(name))];
}

/** The number of cards that the plan adds. */
export function countOf({ cards }: ExchangeBoard, plan: ImportPlan): number {
  return cards.filter(({ archived, column }) => isIncluded(plan, column, archived)).length;
}

export function isIncluded(plan: ImportPlan, column: string, archived: boolean): boolean {
  return (plan.withArchived || !archived) && plan.columns.get(column)?.kind !== 'left-out';
}

const done =
  /\b(?:done|complete|completed|finished|closed|resolved|released|erledigt|fertig|fait|terminé|hecho)\b/i;
const doing = /\b(?:doing|progress|wip|review|testing|active|started|in arbeit|en cours|en curso)\b/i;

function kindOf(name: string): ColumnKind {
  return done.test(name) ? 'done' : doing.test(name) ? 'doing' : 'todo';
}
