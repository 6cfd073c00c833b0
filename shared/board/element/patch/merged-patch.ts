/**
 * Merges a new text of an element with the text that others have given it since its author began. It is part of what is agreed.
 *
 * No replica can measure a text: fonts differ. The size here holds all lines of a text that is not wrapped; the author's window
 * measures the merged text once it is settled (`BoardSession.mergedTexts`).
 */

import type { ElementPatch, Json } from '../../commands.ts';
import type { BoardElement } from '../../state.ts';
import { mergedLines } from '../../values/merged-lines.ts';

/** The text, and the size and place that were measured with it. */
const measured: ReadonlySet<string> = new Set(['originalText', 'text', 'x', 'y', 'width', 'height']);

/** @returns `patch` itself if its text takes effect as it is, as without a `textWas`. */
export function mergedPatch(before: BoardElement | undefined, patch: ElementPatch): ElementPatch {
  const { set, textWas } = patch;
  const mine = set.originalText;
  const theirs = before?.originalText;
  if (before?.type !== 'text' || textWas === undefined) return patch;
  if (typeof mine !== 'string' || typeof theirs !== 'string') return patch;
  const text = mergedLines(textWas, mine, theirs);
  const isDeleted = deletionWith(text, { mine, theirs }, before, set);
  if (text === mine && isDeleted === set.isDeleted) return patch;
  const deletion = isDeleted === undefined ? {} : { isDeleted };
  if (text === mine) return { ...patch, set: { ...set, ...deletion } };
  // The author has measured a text that is not there any more.
  if (mine === textWas) return { ...patch, set: { ...withoutMeasured(set), ...deletion } };
  const merged = { originalText: text, text, ...deletion };
  return { ...patch, set: { ...set, ...merged, ...roomFor(text, before, { ...before, ...set }) } };
}

/**
 * The `isDeleted` of a patch with the merged text. Excalidraw deletes a text that a person empties: if the other person has
 * written in it, that deletion does not count. Any other one does.
 */
function deletionWith(
  text: string,
  { mine, theirs }: { readonly mine: string; readonly theirs: string },
  before: BoardElement,
  set: ElementPatch['set'],
): Json | undefined {
  if (text === '') return mine === '' ? set.isDeleted : true;
  if (mine === '') return before.isDeleted === true;
  return theirs === '' ? set.isDeleted === true : set.isDeleted;
}

function withoutMeasured(set: ElementPatch['set']): ElementPatch['set'] {
  return Object.fromEntries(Object.entries(set).filter(([name]) => !measured.has(name)));
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
