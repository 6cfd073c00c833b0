/**
 * A device's key on one board: Ed25519 (RFC 8032).
 *
 * The replica id is derived from the public key, so no list of keys is needed: proof of the key is proof of the replica
 * id. A device that loses the key (with the rest of its storage) gets a new identity, as the engine requires
 * (`docs/protocol.md`, "Model").
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { toBase64url } from '../base64url.ts';

export const deviceKeyBytes = 32;

/** Bytes of a replica id: 128 bits, so that finding a second key for an id is infeasible. */
const replicaIdBytes = 16;

export interface DeviceIdentity {
  readonly replica: ReplicaId;
  /** Ed25519 public key, {@link deviceKeyBytes} bytes. */
  readonly deviceKey: Uint8Array;
  /** The secret key, {@link deviceKeyBytes} random bytes; never leaves the device. */
  readonly deviceSecretKey: Uint8Array;
}

/** @throws RangeError unless `deviceSecretKey` has {@link deviceKeyBytes} bytes. */
export function deviceIdentity(deviceSecretKey: Uint8Array): DeviceIdentity {
  if (deviceSecretKey.length !== deviceKeyBytes) {
    throw new RangeError(`a device's key has ${deviceKeyBytes} bytes, not ${deviceSecretKey.length}`);
  }
  const deviceKey = ed25519.getPublicKey(deviceSecretKey);
  return { replica: replicaOf(deviceKey), deviceKey, deviceSecretKey };
}

/** The replica id of this public key: 22 base64url characters. */
export function replicaOf(deviceKey: Uint8Array): ReplicaId {
  const hash = sha256(concatBytes(utf8ToBytes('paxboard replica'), deviceKey));
  return replicaId(toBase64url(hash.subarray(0, replicaIdBytes)));
}
