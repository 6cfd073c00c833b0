/** A device's rights on a board, and whether it may vote. */

import type { BoardAccess } from '#shared/invite/invite.ts';

export interface Standing {
  readonly access: BoardAccess;
  /** The device keeps its copy only while it runs: it never votes, and never recovers. */
  readonly guest?: boolean;
  /** The device lends a vote, and keeps no board: it may vote beside members, and may change nothing. */
  readonly witness?: boolean;
}

/** Whether the device may hold a vote with the board. A witness may not: see {@link Standing.witness}. */
export function mayVote({ access, guest, witness }: Standing): boolean {
  return access === 'edit' && guest !== true && witness !== true;
}
