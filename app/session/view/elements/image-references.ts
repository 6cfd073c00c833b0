/** Which blobs an element of the whiteboard refers to. */

import type { Reference } from '#app/blobs/references.ts';
import { isBlobId } from '#shared/blob/blob.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** @returns for `BoardBlobs.refer`. */
export function elementReference(
  id: string,
  element: BoardElement | undefined,
): readonly [owner: string, reference: Reference | undefined] {
  const owner = `element ${id}`;
  if (element?.type !== 'image' || !isBlobId(element.fileId)) return [owner, undefined];
  return [owner, { ids: [element.fileId], isDeleted: element.isDeleted === true }];
}
