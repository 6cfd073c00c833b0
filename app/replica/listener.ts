/** What a replica's driver tells the session that it works for, and what it asks of the board in it. */

import type { Peer, TransportNotice } from '#app/mesh/transport.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { StateMachine } from '#shared/replica/state-machine.ts';
import type { Presence } from '#shared/wire/presence.ts';

/**
 * Why a replica stopped for good. `elsewhere`: another window of this device has the board open. `storage`: this
 * device's storage failed. `superseded`: the board went on without this replica. `diverged`: its board differs from
 * that of a majority. `invariant`: a bug was found. `rolledBack`: the storage lost what it had confirmed. `removed`: the
 * device was removed from the board.
 */
export type HaltReason =
  | 'elsewhere'
  | 'storage'
  | 'gone'
  | 'superseded'
  | 'diverged'
  | 'invariant'
  | 'rolledBack'
  | 'removed';

export type DriverNotice =
  | Exclude<TransportNotice, { readonly type: 'dismissed' }>
  /** `from` may only view, and tried to do more; it was not heard. Told once of each. */
  | { readonly type: 'overreach'; readonly from: ReplicaId }
  /** `from` has sent `count` frames so far that were dropped, the latest for `problem`. */
  | { readonly type: 'garbage'; readonly from: ReplicaId; readonly problem: string; readonly count: number }
  /** A message of our own could not be sent. */
  | { readonly type: 'unsent'; readonly to: ReplicaId; readonly why: string };

/** What a driver tells; never while another call to the listener is going on, but for calls made by the listener. */
export interface ReplicaListener extends StateMachine {
  /** After whatever happened; often without a change. */
  status(status: Status): void;
  /**
   * The replica stopped and says nothing more. `why` is for a person if the reason is `elsewhere` or `storage`; if it is
   * `removed` it is the name of who said so, empty where the log did.
   */
  halted(reason: HaltReason, why: string): void;
  /** Peers or signaling have changed; ask the transport. */
  networkChanged(): void;
  /** A member is reachable from now on, and knows nothing of our presence. */
  linkUp(peer: Peer): void;
  linkDown(replica: ReplicaId): void;
  presence(from: ReplicaId, presence: Presence): void;
  notice(notice: DriverNotice): void;
}
