/** Bounds of a file with a whole board. */

import { maxBlobBytes, maxBoardBlobBytes } from '#shared/blob/blob.ts';

/** Bytes of everything but the blobs, at most. A board at all of its own bounds has about this size as JSON. */
export const maxContentBytes = 256 * 1024 * 1024;

/** Bytes of a file, at most: base64 has four for three, and each blob has an id. */
export const maxBoardFileBytes = maxContentBytes + Math.ceil((maxBoardBlobBytes * 4) / 3) + 1024 * 1024;

/** Characters of one blob in base64, at most. */
export const maxBlobCharacters = Math.ceil(maxBlobBytes / 3) * 4;

/** Arrays and objects within one another, at most. Deeper ones could exhaust the stack of their readers. */
export const maxDepth = 64;

/**
 * Values of everything but the blobs, at most. In memory a value needs many times its bytes in the file: `[[],[],…` of a few
 * hundred megabytes would exhaust the page's memory.
 */
export const maxValues = 16_000_000;
