/** Files with drawings, as a person opens or drops them: read, checked, and put on the board. */

import { loadFromBlob } from '@excalidraw/excalidraw';
import type { ElementPatch } from '#shared/board/commands.ts';
import {
  boxAround,
  type Imported,
  importScene,
  importText,
  maxImportLength,
} from '#shared/board/element/import.ts';
import type { BoardElement } from '#shared/board/state.ts';
import type { FileProblem } from './file-problem.ts';

/** What the file dialog offers. Pictures count if they hold the scene that they show. */
export const openableTypes = '.excalidraw,.json,.png,.svg';

/** Canvas pixels between what is on the board and what is added beside it. */
const gap = 80;

export type Drawing = Extract<Imported, { readonly ok: true }>;

export type ReadFile =
  | { readonly ok: true; readonly name: string; readonly scene: unknown; readonly drawing: Drawing }
  | { readonly ok: false; readonly name: string; readonly why: FileProblem };

/** Never throws. Nothing of the file is kept but its elements. */
export async function readDrawing(file: File): Promise<ReadFile> {
  const { name } = file;
  if (file.size > maxImportLength) return { ok: false, name, why: 'too-large' };
  let scene: unknown;
  try {
    if (isPicture(file)) {
      scene = await sceneInPicture(file);
      if (scene === undefined) return { ok: false, name, why: 'no-scene' };
    } else {
      const text = await file.text();
      const read = importText(text);
      if (!read.ok) return { ok: false, name, why: read.why };
      scene = JSON.parse(text);
    }
  } catch (error) {
    console.warn(`${name} could not be read`, error);
    return { ok: false, name, why: 'unreadable' };
  }
  const drawing = importScene(scene);
  return drawing.ok ? { ok: true, name, scene, drawing } : { ok: false, name, why: drawing.why };
}

/** Whether a file that is dropped is to be read here: everything but a library, which Excalidraw takes by itself. */
export function isDrawing({ name }: { readonly name: string }): boolean {
  return /\.(excalidraw|json|png|svg)$/i.test(name);
}

function isPicture({ name, type }: File): boolean {
  return type.startsWith('image/') || /\.(png|svg)$/i.test(name);
}

/** @returns undefined for a picture of something else. */
async function sceneInPicture(file: File): Promise<unknown> {
  try {
    return await loadFromBlob(file, null, null);
  } catch {
    // Excalidraw says in no other way that there is no scene in it.
    return undefined;
  }
}

export type Placing = 'beside' | 'instead';

/**
 * The elements of `scene` for `board`, under new ids: beside what is there, or where they were.
 *
 * @returns undefined for what was no drawing in the first place.
 */
export function placedOn(
  board: readonly BoardElement[],
  scene: unknown,
  placing: Placing,
  newId: () => string,
): Drawing | undefined {
  const there = placing === 'beside' ? boxAround(board) : undefined;
  const imported = importScene(scene, {
    newId,
    after: board.findLast(({ index }) => typeof index === 'string')?.index?.toString() ?? null,
    ...(there === undefined
      ? {}
      : { offset: (box) => ({ x: there.left + there.width + gap - box.left, y: there.top - box.top }) }),
  });
  return imported.ok ? imported : undefined;
}

export function creationOf(elements: readonly BoardElement[]): readonly ElementPatch[] {
  return elements.map(({ id, ...set }) => ({ id, create: true, set }));
}

/** The ids of everything on the board that is not deleted. */
export function livingIds(board: readonly BoardElement[]): readonly string[] {
  return board.filter(({ isDeleted }) => isDeleted !== true).map(({ id }) => id);
}
