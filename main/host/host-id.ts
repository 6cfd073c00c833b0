/** A host's opaque id, random for each start, so that a machine cannot be tracked across networks. */

import { randomBytes } from 'node:crypto';

const hostIdBytes = 16;

/** @returns 32 hexadecimal digits. */
export function newHostId(): string {
  return randomBytes(hostIdBytes).toString('hex');
}
