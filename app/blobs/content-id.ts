/** The id of a blob, without keeping a page busy: by WebCrypto if available, else in slices. */

import { BlobHash, type BlobId, blobIdOfDigest } from '#shared/blob/blob.ts';

/** About 8 ms each. */
const sliceBytes = 1024 * 1024;

/** @param subtle absent on plain HTTP at another address than `localhost`. */
export async function hashOf(
  bytes: Uint8Array,
  subtle: Pick<SubtleCrypto, 'digest'> | undefined = globalThis.crypto?.subtle,
): Promise<BlobId> {
  if (subtle !== undefined) {
    return blobIdOfDigest(new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes))));
  }
  const hash = new BlobHash();
  for (let at = 0; at < bytes.byteLength; at += sliceBytes) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve));
    hash.add(bytes.subarray(at, at + sliceBytes));
  }
  return hash.id();
}
