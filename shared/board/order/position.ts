/** Fractional indices: where a task stands in its column, as a text that sorts by code units. */

import { generateKeyBetween } from 'fractional-indexing';
import { compareCodeUnits } from '../values/json.ts';
import { isFractionalKey } from './fractional-key.ts';

/** An item of an order: sorted by its position, and items with the same position by their id. */
export interface Positioned {
  readonly id: string;
  readonly position: string;
}

export function comparePositions(a: Positioned, b: Positioned): number {
  return compareCodeUnits(a.position, b.position) || compareCodeUnits(a.id, b.id);
}

/** Whether `text` is a fractional index: others fit before and after it. */
export const isPosition = isFractionalKey;

/** The position after `last`, or the first one where there is none. */
export function positionAfter(last: Positioned | undefined): string {
  return generateKeyBetween(last?.position ?? null, null);
}

/**
 * Where a task is to stand so that it comes right before the task `before`, or last if that is undefined or not there.
 *
 * Two tasks may have the same position (two people moved at once). Nothing fits between those, so the task then comes
 * before all that share the position of `before`.
 *
 * @param column the column's tasks in their order.
 * @param moving the id of the task that is moved, which may be among them.
 */
export function positionBefore(column: readonly Positioned[], moving: string, before?: string): string {
  const others = column.filter((task) => task.id !== moving);
  const next = others.find((task) => task.id === before);
  if (next === undefined) return positionAfter(others.at(-1));
  const previous = others.findLast((task) => task.position < next.position);
  return generateKeyBetween(previous?.position ?? null, next.position);
}
