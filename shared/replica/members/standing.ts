/** A device's rights on a board, and whether it may vote. */

import type { BoardAccess } from '#shared/invite/invite.ts';

export interface Standing {
  readonly access: BoardAccess;
  /** The device keeps its copy only while it runs: it never votes, and never recovers. */
  readonly guest?: boolean;
}

export function mayVote({ access, guest }: Standing): boolean {
  return access === 'edit' && guest !== true;
}
