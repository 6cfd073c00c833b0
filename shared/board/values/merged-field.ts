/**
 * Merges two versions of a trimmed field that is never blank: a title, a name, an item of a checklist (word by word), a comment
 * (line by line). It is part of what is agreed: words are separated by spaces only, as engines know different characters as letters.
 */

import { trimmed } from '../bytes/field-schema.ts';
import { isBlank } from './blank.ts';
import { mergedLines } from './merged-lines.ts';

/**
 * No word that one of two people added or changed is lost. Where both changed the same words, the result has both versions,
 * first `theirs`.
 *
 * @param was the text from which both began; undefined lets `mine` replace `theirs`.
 * @param mine of one line: a result that is neither version has a space in place of each line break.
 */
export function mergedWords(was: string | undefined, mine: string, theirs: string): string {
  return chosen(was, mine, theirs) ?? field(merged(was ?? theirs, mine, theirs), mine);
}

/** Line by line, as {@link mergedLines}. @param was as in {@link mergedWords}. */
export function mergedParagraphs(was: string | undefined, mine: string, theirs: string): string {
  return chosen(was, mine, theirs) ?? field(mergedLines(was ?? theirs, mine, theirs), mine);
}

function merged(was: string, mine: string, theirs: string): string {
  return mergedLines(wordsOf(was), wordsOf(mine), wordsOf(theirs)).replaceAll('\n', ' ');
}

/** A word in each line. */
function wordsOf(text: string): string {
  return text.replaceAll(' ', '\n');
}

/** The version that holds where there is nothing to merge. */
function chosen(was: string | undefined, mine: string, theirs: string): string | undefined {
  if (was === undefined || was === theirs) return mine;
  return mine === was || mine === theirs ? theirs : undefined;
}

/** A field has no white space around it. If each of the two deleted what the other left, `mine` is the result. */
function field(merged: string, mine: string): string {
  return isBlank(merged) ? mine : trimmed(merged);
}
