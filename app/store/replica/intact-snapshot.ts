/** Compares the digest of a stored snapshot: the platform hashes a large one beside the main thread, where it is available. */

import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeSnapshot, intactImage, type SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { ReplicaKind } from './layout.ts';

/**
 * Whether `image` is not damaged, as far as its digest can tell.
 *
 * @param kind of a witness, the image was checked when it was read.
 * @param subtle absent on plain HTTP at an address of the network.
 */
export async function isIntact(
  image: SnapshotImage | undefined,
  kind: ReplicaKind = 'board',
  subtle: Pick<SubtleCrypto, 'digest'> | undefined = globalThis.crypto?.subtle,
): Promise<boolean> {
  if (image === undefined || kind === 'witness') return true;
  const { bytes, digest } = image;
  if (subtle !== undefined && bytesToHex(await digestOf(bytes, subtle)) === digest) intactImage(image);
  return decodeSnapshot(image) !== undefined;
}

async function digestOf(bytes: Uint8Array, subtle: Pick<SubtleCrypto, 'digest'>): Promise<Uint8Array> {
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
