/**
 * The steps as the database keeps them: one text, and which lists have a step. A browser copies a stored record whenever its board
 * opens; of many objects that takes ten times as long as of a text (26 ms for the nudge of 5,000 elements), and most openings use no step.
 */

import type { Steps } from './history.ts';

type Kind = 'elements' | 'tasks';
type Way = keyof Steps<unknown>;

/** Characters of the text that is read, at most: several times those of the steps of both kinds (`maxStoredBytes`). */
export const maxCharacters = 8 * 1024 * 1024;

export interface PackedUndo {
  readonly version: 2;
  readonly has: { readonly [kind in Kind]: { readonly [way in Way]: boolean } };
  /** A `StoredUndo` (`stored-undo.ts`) as JSON. */
  readonly text: string;
}

export function packedUndo(undo: { readonly [kind in Kind]: Steps<unknown> }): PackedUndo {
  const hasOf = (steps: Steps<unknown>) => ({ undo: steps.undo.length > 0, redo: steps.redo.length > 0 });
  return {
    version: 2,
    has: { elements: hasOf(undo.elements), tasks: hasOf(undo.tasks) },
    text: JSON.stringify(undo),
  };
}

/**
 * @param stored unchecked; earlier versions stored a `StoredUndo`.
 * @returns a `StoredUndo`, unchecked; undefined if the text is damaged or too long.
 */
export function unpackedUndo(stored: unknown): unknown {
  const text = fieldOf(stored, 'text');
  if (typeof text !== 'string') return stored;
  if (text.length > maxCharacters) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // As a record that does not pass the check: the board has no earlier steps.
    return undefined;
  }
}

/** Whether unchecked steps of the database seem to have one of a kind. */
export function seemsStored(stored: unknown, kind: Kind, way: Way): boolean {
  if (fieldOf(fieldOf(fieldOf(stored, 'has'), kind), way) === true) return true;
  const steps = fieldOf(fieldOf(stored, kind), way);
  return Array.isArray(steps) && steps.length > 0;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
