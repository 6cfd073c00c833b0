/**
 * The operations of a window on the votes that this computer lends: the interface between `renderer/` and this room.
 */

import type { Halt } from '#app/replica/listener.ts';
import type { LastingFault } from '#app/store/errors.ts';
import type { Invite } from '#shared/invite/invite.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

export type LentState =
  /** Reading the storage. */
  | { readonly state: 'starting' }
  /** Another window of this device runs it. */
  | { readonly state: 'elsewhere' }
  /** No member of the board is connected. */
  | { readonly state: 'alone' }
  /** `members` are connected, and nobody needs its vote now. */
  | { readonly state: 'spare'; readonly members: number }
  /** It votes. `members` are connected. */
  | { readonly state: 'votes'; readonly members: number }
  | { readonly state: 'ending' }
  /**
   * With `failed` and `storage` it starts again after a while, and with `tooNew` once the app is a later version;
   * otherwise it has stopped for good. `lost`: the browser lost its promises, so it must not vote any more. `notDeleted`:
   * its storage could not be deleted.
   */
  | {
      readonly state: 'stopped';
      readonly reason: Halt['reason'] | LastingFault['type'] | 'lost' | 'failed' | 'notDeleted';
    };

/** A board to which this computer lends its vote. */
export interface LentVote {
  readonly boardId: string;
  /** As it was when the vote was lent. */
  readonly boardName: string;
  /** The witness on the board, and its name there. */
  readonly id: ReplicaId;
  readonly name: string;
  readonly now: LentState;
}

export interface LentVotes {
  /** The same object until something in it changes; by the name of the board. */
  list(): readonly LentVote[];
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /**
   * Starts a witness of a board, and again with each start of the app. It votes once the members agreed on it
   * (`Members.lend`). Does nothing if the vote is lent already.
   *
   * @param invite with edit access.
   * @param name of this computer, for the people on the board.
   * @throws TooManyLent, RangeError for an invite without edit access, and errors of the storage.
   */
  lend(invite: Invite, name: string): Promise<ReplicaId>;
  /**
   * Hands the vote over, as far as others are there to take it, and deletes what the witness stored. Its id never votes
   * again.
   */
  stop(boardId: string): Promise<void>;
}

/** Boards to which one computer lends its vote, at most: each costs links to all members. */
export const maxLent = 16;

export class TooManyLent extends Error {
  override readonly name = 'TooManyLent';
}
