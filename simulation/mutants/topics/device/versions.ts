/** Mistakes in the rules that keep versions with different protocols apart. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const versionMutants: readonly Mutant[] = [
  oneEdit(
    'an older version opens a database that a newer one has opened',
    'replica/stored-protocol.ts',
    'return newest === undefined || newest <= own;',
    'return newest !== own || newest <= own;',
  ),
  oneEdit(
    'devices with different protocols link',
    'invite/handshake.ts',
    'return protocol === own ? { ok: true }',
    'return protocol >= 1 ? { ok: true }',
  ),
];
