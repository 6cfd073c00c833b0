/** The columns to which the cards of a file go: a proposal, which a person can change. */

import { maxColumns } from '#shared/board/limits.ts';
import type { ColumnId, ColumnKind } from '#shared/board/task/model.ts';
import { folded } from './fit.ts';
import type { ExchangeBoard } from './model.ts';

export type ColumnChoice =
  | { readonly kind: 'existing'; readonly id: ColumnId }
  | { readonly kind: 'new'; readonly columnKind: ColumnKind }
  | { readonly kind: 'left-out' };

export interface ImportPlan {
  /** By the file's names of columns; the empty name is that of cards without one. */
  readonly columns: ReadonlyMap<string, ColumnChoice>;
  readonly withArchived: boolean;
}

/** A column of the board, with the name that the window shows. */
export interface NamedColumn {
  readonly id: ColumnId;
  readonly name: string;
}

/** Columns of the same name are the same; others are made, as long as there is room, and filled otherwise. */
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

/** Columns with cards, in the file's order; columns without cards are not worth a question. */
export function columnsOf({ columns, cards }: ExchangeBoard): readonly string[] {
  const used = new Set(cards.map(({ column }) => column));
  return [...(used.has('') ? [''] : []), ...columns.filter((name) => used.has(name))];
}

/** How many cards of each column would be added. */
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
