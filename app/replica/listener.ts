/** What a replica's driver tells the session that it works for. */

import type { Peer, TransportNotice } from '#app/mesh/transport.ts';
import type { Decided, Status, Trace } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/ids.ts';
import type { Presence } from '#shared/wire/presence.ts';

/**
 * Why a replica stopped for good. `elsewhere`: another window of this device has the board open. `storage`: this
 * device's storage failed. `superseded`: the board went on without this replica. `invariant`: a bug was found.
 */
export type HaltReason = 'elsewhere' | 'storage' | 'superseded' | 'invariant';

export type DriverNotice =
  | TransportNotice
  /** `from` has sent `count` frames so far that were dropped, the latest for `problem`. */
  | { readonly type: 'garbage'; readonly from: ReplicaId; readonly problem: string; readonly count: number }
  /** A message of our own could not be sent. */
  | { readonly type: 'unsent'; readonly to: ReplicaId; readonly why: string };

/** What a driver tells; never while another call to the listener is going on, but for calls made by the listener. */
export interface ReplicaListener {
  /** In slot order, without holes, each slot once; after a restart from slot 1. */
  decided(decided: readonly Decided[]): void;
  /** After whatever happened; often without a change. */
  status(status: Status): void;
  /** The replica stopped and says nothing more. `why` is for a person if the reason is `elsewhere` or `storage`. */
  halted(reason: HaltReason, why: string): void;
  /** Peers or signaling have changed; ask the transport. */
  networkChanged(): void;
  /** A member is reachable from now on; what it should know of our presence must be sent to it. */
  linkUp(peer: Peer): void;
  linkDown(replica: ReplicaId): void;
  presence(from: ReplicaId, presence: Presence): void;
  notice(notice: DriverNotice): void;
  /** For the inspector. */
  trace(trace: readonly Trace[]): void;
}
