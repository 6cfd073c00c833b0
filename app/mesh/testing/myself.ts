/** A device derived from its name, the same each time. */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { deviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { Myself } from '../link/handshake.ts';

export function myself(device: string, name: string = device): Myself {
  return { ...deviceIdentity(sha256(utf8ToBytes(device))), name };
}
