/** The order of the tasks, where only one is right. */

import { Failure } from '../failure.ts';
import type { Card } from '../page/seen.ts';
import { type BoardModel, type Column, columns } from './model.ts';

/** Where only one order is right, the cards stand in it; and each has a number of its own. @throws Failure */
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
  if (!isNumbered) throw new Failure('twice', 'a number of its own for each task', numbers.join(', '));
}

/** From now on the order that all see counts. */
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
