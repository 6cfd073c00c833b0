/** The images of a drawing that is opened from a file: checked, and named as blobs. */

import { hashOf } from '#app/blobs/content-id.ts';
import { type BlobId, maxBlobBytes } from '#shared/blob/blob.ts';
import { bytesOfDataUrl } from '../images/data-url.ts';
import { prepareImage } from '../images/prepare.ts';

/** Images of one file, at most. */
export const maxSceneImages = 1_000;

export interface SceneImage {
  readonly blob: BlobId;
  readonly bytes: Uint8Array;
}

/** By their ids in the file. Those that cannot be shown are left out. Never throws. */
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
