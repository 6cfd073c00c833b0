/** Places drawings from files on a board. */

import type { ElementPatch } from '#shared/board/commands.ts';
import {
  boxAround,
  type Imported,
  type ImportOptions,
  importScene,
} from '#shared/board/element/import/import.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** Canvas pixels between the board's elements and the added ones. */
const gap = 80;

export type Drawing = Extract<Imported, { readonly ok: true }>;

export type Placing = 'beside' | 'instead';

/**
 * The elements of `scene` for `board`, with new ids: beside its elements, or at their original place.
 *
 * @returns undefined for a scene without elements.
 */
export function placedOn(
  board: readonly BoardElement[],
  scene: unknown,
  placing: Placing,
  newId: () => string,
  blobOf?: ImportOptions['blobOf'],
): Drawing | undefined {
  const there = placing === 'beside' ? boxAround(board) : undefined;
  const imported = importScene(scene, {
    newId,
    ...(blobOf === undefined ? {} : { blobOf }),
    after: lastIndexOf(board),
    ...(there === undefined
      ? {}
      : { offset: (box) => ({ x: there.left + there.width + gap - box.left, y: there.top - box.top }) }),
  });
  return imported.ok ? imported : undefined;
}

/** As `ImportOptions.after`. */
export function lastIndexOf(board: readonly BoardElement[]): string | null {
  return board.findLast(({ index }) => typeof index === 'string')?.index?.toString() ?? null;
}

export function creationOf(elements: readonly BoardElement[]): readonly ElementPatch[] {
  return elements.map(({ id, ...set }) => ({ id, create: true, set }));
}

/** The ids of all elements of the board that are not deleted. */
export function livingIds(board: readonly BoardElement[]): readonly string[] {
  return board.filter(({ isDeleted }) => isDeleted !== true).map(({ id }) => id);
}
