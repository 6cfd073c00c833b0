/** Compares an invite with the boards of this device. */

import type { BoardShelf, KnownBoard } from '#app/session/api.ts';
import { accessOf, type Invite } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';

export type Invited =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'known';
      readonly board: KnownBoard;
      /**
       * The access of the invite, compared with that of this device. A device gets less only if it cannot open its key for editing
       * any more (`locked`).
       */
      readonly access: 'more' | 'same' | 'less' | 'locked';
    };

/** @throws RangeError if the secret of the invite has neither length. */
export async function compareInvite(
  invite: Invite,
  boards: readonly KnownBoard[],
  shelf: Pick<BoardShelf, 'isLocked'>,
): Promise<Invited> {
  const { boardId } = deriveKeys(invite.secret);
  const board = boards.find(({ id }) => id === boardId);
  if (board === undefined) return { kind: 'new' };
  const access = accessOf(invite.secret);
  if (access === board.access) return { kind: 'known', board, access: 'same' };
  if (access === 'edit') return { kind: 'known', board, access: 'more' };
  return { kind: 'known', board, access: (await shelf.isLocked(boardId)) ? 'locked' : 'less' };
}
