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

/** By their ids in the file, without images that cannot be shown. Never throws. */
export async function imagesOf(
  scene: object,
  prepare = prepareImage,
): Promise<ReadonlyMap<string, SceneImage>> {
  const images = new Map<string, SceneImage>();
  if (!('files' in scene) || typeof scene.files !== 'object' || scene.files === null) return images;
  for (const [id, file] of Object.entries(scene.files).slice(0, maxSceneImages)) {
    const url: unknown =
      typeof file === 'object' && file !== null && 'dataURL' in file ? file.dataURL : undefined;
    const bytes = bytesOfDataUrl(url, maxBlobBytes);
    const prepared = bytes === undefined ? undefined : await prepare(bytes);
    if (prepared?.ok !== true) continue;
    images.set(id, { blob: await hashOf(prepared.bytes), bytes: prepared.bytes });
  }
  return images;
}
