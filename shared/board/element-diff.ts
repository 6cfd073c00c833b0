/** The difference between two states of an element, for programs that show elements and let people change them. */

import type { ElementPatch, Json } from './commands.ts';
import type { BoardElement } from './state.ts';
import { isSameJson } from './values/json.ts';

/** An element as a whiteboard has it. A property that is undefined counts as one that is not there. */
export type ElementProperties = { readonly id: string } & { readonly [property: string]: Json | undefined };

/**
 * Excalidraw's own bookkeeping, which is not agreed on: every device counts versions for itself. `seed` is not among
 * these, although it is random: it makes a hand-drawn shape look the same everywhere.
 */
export const excalidrawBookkeeping: ReadonlySet<string> = new Set(['version', 'versionNonce', 'updated']);

/**
 * The patch that makes `after` of `before`, or undefined if nothing changed. Values are compared as a whole: two arrays
 * with equal items are the same.
 *
 * @param before undefined for an element that is to come into being.
 * @param ignored names of properties that are no part of the board.
 */
export function diffElement(
  before: BoardElement | undefined,
  after: ElementProperties,
  ignored: ReadonlySet<string> = excalidrawBookkeeping,
): ElementPatch | undefined {
  const set: Record<string, Json> = {};
  const present = new Set(['id']);
  for (const [name, value] of Object.entries(after)) {
    if (name === 'id' || value === undefined || ignored.has(name)) continue;
    present.add(name);
    if (!isSameJson(before?.[name], value)) set[name] = value;
  }
  if (before === undefined) return { id: after.id, create: true, set };
  const unset = Object.keys(before).filter((name) => !present.has(name) && !ignored.has(name));
  if (unset.length > 0) return { id: after.id, set, unset };
  return Object.keys(set).length > 0 ? { id: after.id, set } : undefined;
}
