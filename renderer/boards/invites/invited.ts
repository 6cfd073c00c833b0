/** Compares an invite with the boards of this device. */

import type { KnownBoard } from '#app/session/api.ts';
import { accessOf, type Invite } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';

export type Invited =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'known';
      readonly board: KnownBoard;
      /** The access of the invite, compared with that of this device. A device never gets less. */
      readonly access: 'more' | 'same' | 'less';
    };

/** @throws RangeError if the secret of the invite has neither length. */
export function compareInvite(invite: Invite, boards: readonly KnownBoard[]): Invited {
  const { boardId } = deriveKeys(invite.secret);
  const board = boards.find(({ id }) => id === boardId);
  if (board === undefined) return { kind: 'new' };
  const access = accessOf(invite.secret);
  if (access === board.access) return { kind: 'known', board, access: 'same' };
  return { kind: 'known', board, access: access === 'edit' ? 'more' : 'less' };
}
