/**
 * The seal of a group of commands: signatures (Ed25519, RFC 8032) that prove its origin and its board.
 *
 * A seal holds the origin's public key (its hash is the replica id, `device-key.ts`) and a signature over the board and
 * the group's digest. The first group of each incarnation of an origin also holds the admission of this key to the board: a
 * signature by the board's editors' key over the board and the origin's key.
 */

import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Group } from '#shared/paxos/model/entry.ts';
import { isFirstSequence } from '#shared/paxos/model/sequence.ts';
import { signatureBytes } from '../handshake.ts';
import { deviceKeyBytes, replicaOf } from './device-key.ts';

export interface Seal {
  /** {@link deviceKeyBytes} bytes. */
  readonly deviceKey: Uint8Array;
  /** {@link signatureBytes} bytes, by the device's key over {@link sealedText}. */
  readonly signature: Uint8Array;
  /** {@link signatureBytes} bytes, by the editors' key over {@link admissionText}; only in an incarnation's first group. */
  readonly admission?: Uint8Array;
}

const laterSealBytes = deviceKeyBytes + signatureBytes;
const firstSealBytes = laterSealBytes + signatureBytes;

/** @param boardId 22 characters. */
export function sealedText(boardId: string, digest: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes(`paxboard commands ${boardId} `), digest);
}

/** @param boardId 22 characters. */
export function admissionText(boardId: string, deviceKey: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes(`paxboard origin ${boardId} `), deviceKey);
}

export function writeSeal({ deviceKey, signature, admission }: Seal): Uint8Array {
  return concatBytes(deviceKey, signature, admission ?? new Uint8Array());
}

/** @returns undefined if the seal is malformed, or its key is not the origin's. The signatures are not verified. */
export function readSeal({
  origin,
  first,
  seal,
}: Pick<Group, 'origin' | 'first' | 'seal'>): Seal | undefined {
  const isFirst = isFirstSequence(first);
  if (seal.length !== (isFirst ? firstSealBytes : laterSealBytes)) return undefined;
  const deviceKey = seal.subarray(0, deviceKeyBytes);
  if (replicaOf(deviceKey) !== origin) return undefined;
  const signature = seal.subarray(deviceKeyBytes, laterSealBytes);
  return isFirst
    ? { deviceKey, signature, admission: seal.subarray(laterSealBytes) }
    : { deviceKey, signature };
}
