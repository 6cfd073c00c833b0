/** The images of a drawing from a file: checked, and named as blobs. */

import { hashOf } from '#app/blobs/content-id.ts';
import { type BlobId, maxBlobBytes } from '#shared/blob/blob.ts';
import { bytesOfDataUrl } from '../images/data-url.ts';
import { prepareImage } from '../images/prepare.ts';

/** The maximum number of images of one file. */
export const maxSceneImages = 1_000;

export interface SceneImage {
  readonly blob: BlobId;
  readonly bytes: Uint8Array;
}

/** By their ids in the file, which is a drawing or a saved board; without images that cannot be shown. Never throws. */
export async function imagesOf(
  scene: object,
  prepare = prepareImage,
): Promise<ReadonlyMap<string, SceneImage>> {
  const images = new Map<string, SceneImage>();
  for (const [id, url] of [...urlsOf(scene), ...urlsOfBoard(scene)].slice(0, maxSceneImages)) {
    const bytes = bytesOfDataUrl(url, maxBlobBytes);
    const prepared = bytes === undefined ? undefined : await prepare(bytes);
    if (prepared?.ok !== true) continue;
    images.set(id, { blob: await hashOf(prepared.bytes), bytes: prepared.bytes });
  }
  return images;
}

function urlsOf(scene: object): readonly (readonly [id: string, url: unknown])[] {
  return Object.entries(objectIn(scene, 'files')).map(([id, file]: [string, unknown]) => [
    id,
    typeof file === 'object' && file !== null && 'dataURL' in file ? file.dataURL : undefined,
  ]);
}

/** A saved board has them as base64 by their ids, together with the files of cards, which no element names. */
function urlsOfBoard(scene: object): readonly (readonly [id: string, url: unknown])[] {
  const blobs = Object.entries(objectIn(scene, 'blobs'));
  if (blobs.length === 0) return [];
  const named = new Set(Object.values(objectIn(scene, 'elements')).map(fileIdOf));
  return blobs
    .filter(([id, text]) => typeof text === 'string' && named.has(id))
    .map(([id, text]) => [id, `data:application/octet-stream;base64,${text}`]);
}

function fileIdOf(element: unknown): unknown {
  return typeof element === 'object' && element !== null && 'fileId' in element ? element.fileId : undefined;
}

function objectIn(scene: object, name: string): object {
  const value: unknown = Reflect.get(scene, name);
  return typeof value === 'object' && value !== null ? value : {};
}
