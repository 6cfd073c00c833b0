/**
 * Merges two versions of a text that two people made from the same earlier one. For the author's window only: agreed state may
 * not depend on it, as engines know different characters as letters.
 */

import { diff3Merge } from 'node-diff3';
import { equalPairs } from './equal-pairs.ts';

/**
 * Parts of one text, and pairs of equal parts in two texts, at most, without the parts at both ends that all three texts share: the
 * time of a comparison grows with both. At the bounds it takes about 10 ms of processor time. Spaces are most of the pairs.
 */
export const maxComparedParts = 2000;
export const maxEqualPairs = 20_000;

/** Words, single line breaks, other white space, and single other characters. */
const words = /\n|[^\S\n]+|[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_\s]/gu;
const lines = /[^\n]*\n|[^\n]+/g;

/**
 * Word by word; line by line where that is too much to compare. Where both changed the same words, the result has both versions, first
 * `theirs`. Where one deleted words that the other changed, it has the changed ones.
 *
 * @param base the text from which both began.
 */
export function mergedText(base: string, mine: string, theirs: string): string {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const whole = [base, mine, theirs] as const;
  return merged(whole, words) ?? merged(whole, lines) ?? both(theirs, mine);
}

type Versions = readonly [base: string, mine: string, theirs: string];

/** @returns undefined if there are too many parts, or too many equal ones. */
function merged(versions: Versions, parts: RegExp): string | undefined {
  const [base, mine, theirs] = versions.map((text) => text.match(parts) ?? []);
  if (base === undefined || mine === undefined || theirs === undefined) return undefined;
  const all = [base, mine, theirs];
  const start = sharedLength(all, (list, at) => list[at]);
  const end = sharedLength(
    all.map((list) => list.slice(start)),
    (list, at) => list[list.length - 1 - at],
  );
  const middles = all.map((list) => list.slice(start, list.length - end));
  const [from = [], own = [], other = []] = middles;
  if (middles.some(({ length }) => length > maxComparedParts)) return undefined;
  if (equalPairs(from, own) > maxEqualPairs || equalPairs(from, other) > maxEqualPairs) return undefined;
  const regions = diff3Merge(other, from, own, { excludeFalseConflicts: true });
  const middle = regions.map(({ ok, conflict }) =>
    conflict === undefined ? (ok ?? []).join('') : both(conflict.a.join(''), conflict.b.join('')),
  );
  return [...base.slice(0, start), ...middle, ...base.slice(base.length - end)].join('');
}

function sharedLength(
  lists: readonly (readonly string[])[],
  part: (list: readonly string[], at: number) => string | undefined,
): number {
  const [first = [], ...others] = lists;
  const most = Math.min(...lists.map(({ length }) => length));
  let count = 0;
  while (count < most && others.every((other) => part(other, count) === part(first, count))) count += 1;
  return count;
}

/** Both texts one after the other, with a space between two words. */
function both(first: string, second: string): string {
  const isApart = first === '' || second === '' || /\s$/.test(first) || /^\s/.test(second);
  return `${first}${isApart ? '' : ' '}${second}`;
}
