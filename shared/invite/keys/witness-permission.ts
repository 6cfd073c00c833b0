/**
 * An editor's permission for a device to be a witness of a board: an Ed25519 signature by the board's editors' key over
 * the device's public key.
 *
 * It allows links to members, with the rights of a witness. It gives neither a vote (the agreed members do, and the
 * leader's policy) nor the right to read the board. No other board has the same editors' key.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { isSigned } from './signature.ts';

/** @param deviceKey of the witness. @returns 64 bytes. */
export function witnessPermission(deviceKey: Uint8Array, editorSecretKey: Uint8Array): Uint8Array {
  return ed25519.sign(permissionText(deviceKey), editorSecretKey);
}

/** Never throws, for any key and any permission. */
export function permitsWitness(
  permission: Uint8Array,
  deviceKey: Uint8Array,
  editorKey: Uint8Array,
): boolean {
  return isSigned(permission, permissionText(deviceKey), editorKey);
}

function permissionText(deviceKey: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes('paxboard witness '), deviceKey);
}
