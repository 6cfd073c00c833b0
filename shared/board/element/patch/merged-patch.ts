/**
 * Merges a new text of an element with the text that others have given it since its author began. It is part of what is agreed.
 *
 * No replica can measure a text: fonts differ. The size here holds all lines of a text that is not wrapped; the author's window
 * measures the merged text once it is settled (`BoardSession.takeMergedTexts`).
 */

import type { ElementPatch, Json } from '../../commands.ts';
import type { BoardElement } from '../../state.ts';
import { mergedLines } from '../../values/merged-lines.ts';

/** @returns `patch` itself if nobody else has changed the text, or if the patch does not name the text that it was based on. */
export function mergedPatch(before: BoardElement | undefined, patch: ElementPatch): ElementPatch {
  const { set, textWas } = patch;
  const mine = set.originalText;
  const theirs = before?.originalText;
  if (before === undefined || textWas === undefined) return patch;
  if (typeof mine !== 'string' || typeof theirs !== 'string') return patch;
  const lines = mergedLines(textWas, mine, theirs);
  // An emptied text has no line, not an empty one.
  const text = mine === '' || theirs === '' ? lines.replace(/^\n|\n$/, '') : lines;
  if (text === mine) return patch;
  // A text that one person emptied is deleted by Excalidraw; the other has written in it since.
  const merged = { originalText: text, text, isDeleted: text === '' };
  return { ...patch, set: { ...set, ...merged, ...roomFor(text, before, { ...before, ...set }) } };
}

/**
 * The size of a text of which each line is one of two other texts: the wider one has room for it.
 *
 * @param after has the text's font as well.
 */
export function roomFor(
  text: string,
  before: BoardElement,
  after: BoardElement,
): { readonly [name: string]: Json } {
  const height = text.split('\n').length * numberOf(after.fontSize) * numberOf(after.lineHeight);
  const width = Math.max(numberOf(before.width), numberOf(after.width));
  return { ...(height > 0 ? { height } : {}), ...(after.autoResize === false ? {} : { width }) };
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
