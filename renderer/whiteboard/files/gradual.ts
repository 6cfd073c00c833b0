/** Adds a large drawing in groups, so that the window draws between them, shows the progress, and the person can cancel. */

import type { StepMark } from '#app/session/changes/undo/element-history.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { deletionOf } from '../deletion/deleted-memory.ts';
import { creationOf } from './placing.ts';

/** The elements that are added at once. */
export const groupSize = 250;

/** A drawing with more elements is added in groups, with progress. */
export const maxAtOnce = 1_000;

export interface GradualOptions {
  /** Consecutive calls with the same mark are one step of undo. */
  readonly submit: (patches: readonly ElementPatch[], mark: StepMark) => void;
  /** Resolves when the window has drawn. */
  readonly drawn: () => Promise<void>;
  /** Asked before each group. */
  readonly isCancelled: () => boolean;
  /** @param added elements so far. */
  readonly progress: (added: number) => void;
  /** The elements that the drawing replaces: they are deleted last, so that a cancelled one has replaced none. */
  readonly replaced: readonly string[];
}

/** @returns false if it was cancelled: then none of the elements is on the board, and none was replaced. */
export async function addGradually(
  elements: readonly BoardElement[],
  options: GradualOptions,
): Promise<boolean> {
  const { submit, drawn, isCancelled, progress, replaced } = options;
  const mark = {};
  const size = elements.length > maxAtOnce ? groupSize : elements.length;
  for (let added = 0; added < elements.length; added += size) {
    if (added > 0) await drawn();
    if (isCancelled()) {
      submit(deletionOf(elements.slice(0, added).map(({ id }) => id)), mark);
      return false;
    }
    const group = creationOf(elements.slice(added, added + size));
    const isLast = added + size >= elements.length;
    submit(isLast ? [...deletionOf(replaced), ...group] : group, mark);
    progress(Math.min(added + size, elements.length));
  }
  return true;
}
