/**
 * Blobs: data of elements and cards that is too large for the log, such as images. The id of a blob is the hash of its content, so
 * that the content proves itself and needs no agreement.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../invite/base64url.ts';

declare const blobIdBrand: unique symbol;

/** SHA-256 of the content, as base64url without padding: 43 characters. */
export type BlobId = string & { readonly [blobIdBrand]: true };

/** Bytes of one blob, at most. */
export const maxBlobBytes = 20 * 1024 * 1024;

/** Bytes of all blobs of a board on one device, at most. */
export const maxBoardBlobBytes = 500 * 1024 * 1024;

/** Blobs of a board on one device, at most. */
export const maxBlobs = 2_000;

/** The last character stands for four bits and two zeros: every id has one spelling. */
const pattern = /^[-_A-Za-z0-9]{42}[AEIMQUYcgkosw048]$/;

export function isBlobId(text: unknown): text is BlobId {
  return typeof text === 'string' && pattern.test(text);
}

/** Hashes in steps, so that a caller can hash chunks as they arrive. */
export class BlobHash {
  readonly #hash = sha256.create();

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Once. */
  id(): BlobId {
    return blobIdOfDigest(this.#hash.digest());
  }
}

/** Takes about 8 ms for each MiB. */
export function blobIdOf(bytes: Uint8Array): BlobId {
  return blobIdOfDigest(sha256(bytes));
}

/** @param digest 32 bytes. @throws RangeError for another length. */
export function blobIdOfDigest(digest: Uint8Array): BlobId {
  const id = toBase64url(digest);
  if (isBlobId(id)) return id;
  throw new RangeError(`a digest of ${digest.byteLength} bytes`);
}
