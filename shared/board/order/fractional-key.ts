/**
 * Keys that sort by code units and between which another always fits, as the library `fractional-indexing` makes them:
 * the positions of tasks and the `index` of elements.
 */

import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { maxPositionLength } from '../limits.ts';

/** The library checks a key's head and length, but takes any character for a digit. */
const digits = /^[A-Za-z][0-9A-Za-z]+$/;

/** Whether `text` is a key: others fit before and after it. */
export function isFractionalKey(text: string): boolean {
  if (text.length > maxPositionLength || !digits.test(text)) return false;
  try {
    generateKeyBetween(text, null);
    return true;
  } catch {
    // The library reports an invalid key only by an exception.
    return false;
  }
}

/** The key after `last`, or the first one where that is null. `last` must be a key. */
export function keyAfter(last: string | null): string {
  return generateKeyBetween(last, null);
}

/**
 * `count` keys in ascending order between two keys; null is "no bound on this side".
 *
 * @param before less than `after`.
 */
export function keysBetween(before: string | null, after: string | null, count: number): string[] {
  return generateNKeysBetween(before, after, count);
}
