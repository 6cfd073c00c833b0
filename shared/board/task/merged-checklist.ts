/** Merges two versions of a template's checklist, item by item. It is part of what is agreed. */

import { mergedWords } from '../values/merged-field.ts';
import { mergedLines } from '../values/merged-lines.ts';

interface Item {
  readonly id: string;
  readonly text: string;
}

/**
 * No item that one of two people added is lost, and a text that both changed has the words of both. Items of both at one place are
 * in an order in which those of `theirs` come first.
 *
 * @param was the checklist from which both began; undefined lets `mine` replace `theirs`.
 */
export function mergedChecklist(
  was: readonly Item[] | undefined,
  mine: readonly Item[],
  theirs: readonly Item[],
): readonly Item[] {
  if (was === undefined) return mine;
  // An id may have a line break: each has a number instead.
  const ids = [...new Set([...was, ...mine, ...theirs].map(({ id }) => id))];
  const numbers = new Map(ids.map((id, at) => [id, String(at)]));
  const lines = (items: readonly Item[]) => items.map(({ id }) => numbers.get(id)).join('\n');
  const [old, own, other] = [was, mine, theirs].map(
    (items) => new Map(items.map(({ id, text }) => [id, text])),
  );
  const merged = mergedLines(lines(was), lines(mine), lines(theirs));
  return [...new Set(merged.split('\n'))].flatMap((number) => {
    const id = ids[Number(number)];
    if (number === '' || id === undefined) return [];
    const [before, left, right] = [old?.get(id), own?.get(id), other?.get(id)];
    const text =
      left === undefined || right === undefined ? (left ?? right) : mergedWords(before, left, right);
    return text === undefined ? [] : [{ id, text }];
  });
}
