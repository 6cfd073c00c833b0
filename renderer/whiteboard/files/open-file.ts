/** Reads and checks files with drawings that a person opens or drops. */

import { loadFromBlob } from '@excalidraw/excalidraw';
import { parsing } from '#app/exchange/board-file/parse.ts';
import { resultInSlices } from '#app/replica/slices.ts';
import { importing, maxImportLength } from '#shared/board/element/import/import.ts';
import { prepareImage } from '../images/prepare.ts';
import type { FileProblem } from './file-problem.ts';
import { isPicture } from './file-types.ts';
import type { Drawing } from './placing.ts';
import { imagesOf, type SceneImage } from './scene-images.ts';
import { withTrueType } from './true-type.ts';

export type ReadFile =
  | {
      readonly ok: true;
      readonly name: string;
      readonly scene: unknown;
      readonly drawing: Drawing;
      /** By their ids in the file. */
      readonly images: ReadonlyMap<string, SceneImage>;
      /** The number of cards, which a saved board has. They are not opened. */
      readonly cards: number;
    }
  | { readonly ok: false; readonly name: string; readonly why: FileProblem };

/** Never throws. Only the elements of the file and their images are kept. */
export async function readDrawing(file: File): Promise<ReadFile> {
  const { name } = file;
  if (file.size > maxImportLength) return { ok: false, name, why: 'too-large' };
  const typed = await withTrueType(file);
  const scene = isPicture(typed) ? await sceneInPicture(typed) : await sceneInText(typed);
  if (typeof scene === 'string') return { ok: false, name, why: scene };
  const images = await imagesOf(scene);
  const drawing = await resultInSlices(importing(scene, { blobOf: (id) => images.get(id)?.blob }));
  if (!drawing.ok) return { ok: false, name, why: drawing.why };
  return { ok: true, name, scene, drawing, images, cards: cardsIn(scene) };
}

function cardsIn(scene: object): number {
  const isBoard = 'app' in scene && scene.app === 'paxboard';
  return isBoard && 'tasks' in scene && Array.isArray(scene.tasks) ? scene.tasks.length : 0;
}

async function sceneInText(file: File): Promise<object | FileProblem> {
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    console.warn(`${file.name} could not be read`, error);
    return 'unreadable';
  }
  try {
    const parsed: unknown = /^\s*\{/.test(text) ? await resultInSlices(parsing(text)) : JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : 'not-excalidraw';
  } catch {
    // Invalid JSON is a result, not a failure.
    return 'not-json';
  }
}

async function sceneInPicture(file: File): Promise<object | FileProblem> {
  try {
    return await loadFromBlob(file, null, null);
  } catch {
    // Excalidraw reports a picture without a scene by this error only.
    const image = await prepareImage(new Uint8Array(await file.arrayBuffer()));
    // A picture that is too large is one, too; its size is reported when it is added.
    return image.ok || image.why !== 'unsupported' ? 'no-scene' : 'no-image';
  }
}
