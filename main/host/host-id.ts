/** A host's opaque name. Drawn anew at each start, so nobody can follow a machine through the networks that it visits. */

import { randomBytes } from 'node:crypto';

const hostIdBytes = 16;

export function newHostId(): string {
  return randomBytes(hostIdBytes).toString('hex');
}
