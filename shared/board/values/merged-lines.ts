/**
 * Merges two versions of a text that two people made of the same earlier one, line by line: a card's notes, a text on the
 * whiteboard. It is part of what is agreed: every replica computes the same text. Therefore the version of `node-diff3` is
 * fixed: a release that merges in another way needs another version of the protocol.
 */

import { diff3Merge } from 'node-diff3';
import { equalPairs } from './equal-pairs.ts';

/**
 * Lines of one text, and pairs of equal lines in two texts, at most: the time of a comparison grows with both. At the
 * bounds it takes about 5 ms of processor time. More pairs are in texts with a hundred equal lines only, as blank ones.
 */
export const maxComparedLines = 1000;
export const maxEqualPairs = 10_000;

/**
 * No line that one person added or changed is lost. Where both changed the same lines, the result has both versions, first
 * `theirs`. Where one deleted lines that the other changed, it has the changed ones.
 *
 * @param base the text from which both began.
 */
export function mergedLines(base: string, mine: string, theirs: string): string {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const [old, own, other] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const isMuch =
    [old, own, other].some(({ length }) => length > maxComparedLines) ||
    [own, other].some((changed) => equalPairs(old, changed) > maxEqualPairs);
  if (isMuch) return together(old, own, other).join('\n');
  return diff3Merge(other, old, own, { excludeFalseConflicts: true })
    .flatMap(({ ok, conflict }) =>
      conflict === undefined ? (ok ?? []) : together(conflict.o, conflict.b, conflict.a),
    )
    .join('\n');
}

/**
 * Takes the change from `before` to `mine` back in `theirs`, line by line: the lines of others stay.
 *
 * @returns undefined if others have changed or deleted a line that came with the change: then it does not stand as a whole.
 */
export function withoutChange(before: string, mine: string, theirs: string): string | undefined {
  const [old, now] = [counts(linesOf(before)), counts(linesOf(theirs))];
  for (const [line, count] of counts(linesOf(mine))) {
    if (count > (old.get(line) ?? 0) && count > (now.get(line) ?? 0)) return undefined;
  }
  return mergedLines(mine, before, theirs);
}

/** Lines that both changed: theirs without those that this person removed, then the new ones of this person. */
function together(
  old: readonly string[],
  own: readonly string[],
  other: readonly string[],
): readonly string[] {
  const [inOld, inOwn, inOther] = [counts(old), counts(own), counts(other)];
  const removed = new Map<string, number>();
  const added = new Map<string, number>();
  for (const [line, count] of inOld) {
    removed.set(line, Math.min(count, inOther.get(line) ?? 0) - Math.min(count, inOwn.get(line) ?? 0));
  }
  for (const [line, count] of inOwn) {
    added.set(line, count - Math.max(inOld.get(line) ?? 0, inOther.get(line) ?? 0));
  }
  const kept = other.filter((line) => !take(removed, line));
  const news = own.toReversed().filter((line) => take(added, line));
  return [...kept, ...news.toReversed()];
}

/** An empty text has no line, not an empty one. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** Whether one of the counted lines is left; it is then one less. */
function take(left: Map<string, number>, line: string): boolean {
  const count = left.get(line) ?? 0;
  left.set(line, count - 1);
  return count > 0;
}

function counts(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of lines) found.set(line, (found.get(line) ?? 0) + 1);
  return found;
}
