/** The part of a host that keeps votes for boards (`keeper/keeper.ts`). A host without it keeps none. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { VotesRequest } from '#shared/signaling/host-votes.ts';

/** Votes of one host, at most: each costs links to all members of a board. */
export const maxKeptVotes = 64;

export interface HostVotes {
  /**
   * Starts the stored votes. Rejects if their folder cannot be used.
   *
   * @param announce names a device of this host to the members of a topic; the returned function ends this.
   */
  start(announce: (topic: string, address: string) => () => void): Promise<void>;
  /** Whether it keeps this witness. */
  has(witness: ReplicaId): boolean;
  /**
   * Handles an HTTP server's `upgrade` event, after path, host, origin and rate were checked.
   *
   * @param from the network address of the other end.
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, wanted: VotesRequest, from: string): void;
  stop(): Promise<void>;
}
