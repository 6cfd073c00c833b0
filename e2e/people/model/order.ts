/** The order of the tasks, where exactly one is correct. */

import { Failure } from '../failure.ts';
import type { Card } from '../page/window-state.ts';
import { type BoardModel, type Column, columns } from './model.ts';

/** Checks the order of the columns with exactly one correct order, and that task numbers are unique. @throws Failure */
export function compareOrder(board: BoardModel, cards: readonly Card[]): void {
  for (const column of columns) {
    const labels = board.order.get(column);
    if (labels === undefined) continue;
    const expected = labels.map((label) => board.tasks.get(label)?.tracked.look.title);
    const found = titlesIn(column, cards);
    if (JSON.stringify(expected) === JSON.stringify(found)) continue;
    throw new Failure('order', `in ${column}: ${expected.join(', ')}`, found.join(', '));
  }
  const numbers = cards.map(({ number }) => number);
  const isNumbered = new Set(numbers).size === numbers.length && numbers.every((number) => number > 0);
  if (!isNumbered) throw new Failure('duplicate', 'a unique number for each task', numbers.join(', '));
}

/** Takes the order that all windows show as the expected one. */
export function adoptOrder(board: BoardModel, cards: readonly Card[]): void {
  const labels = new Map([...board.tasks].map(([label, { tracked }]) => [tracked.look.title, label]));
  for (const column of columns) {
    board.order.set(
      column,
      titlesIn(column, cards).flatMap((title) => labels.get(title) ?? []),
    );
  }
}

export function forgetOrder(board: BoardModel): void {
  for (const column of columns) board.order.set(column, undefined);
}

function titlesIn(column: Column, cards: readonly Card[]): readonly string[] {
  return cards.filter((card) => card.column === column).map(({ title }) => title);
}
