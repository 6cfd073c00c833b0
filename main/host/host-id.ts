/** A host's opaque id. Drawn anew at each start, so that a machine cannot be tracked across networks. */

import { randomBytes } from 'node:crypto';

const hostIdBytes = 16;

export function newHostId(): string {
  return randomBytes(hostIdBytes).toString('hex');
}
