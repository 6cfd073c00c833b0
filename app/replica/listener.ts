/** The interface between a board's replica and its session. */

import type { TransportNotice } from '#app/mesh/transport.ts';
import type { StoreFault } from '#app/store/errors.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { DeviceHalt } from '#shared/replica/device.ts';
import type { StateMachine } from '#shared/replica/loop/state-machine.ts';
import type { Presence } from '#shared/wire/presence.ts';

/** Why a replica stopped for good. {@link DeviceHalt} explains the last ones. */
export type Halt =
  /** `elsewhere`: another window of this device has opened the board. `gone`: the storage was deleted. */
  | { readonly reason: 'elsewhere' | 'gone' }
  | { readonly reason: 'storage'; readonly fault: StoreFault }
  /** `by` is the name of the member that reported it; empty if it is unknown. `bySelf`: this device left the board. */
  | { readonly reason: 'removed'; readonly by: string; readonly bySelf?: true }
  /** `why` is technical. */
  | { readonly reason: 'superseded'; readonly why: string }
  | { readonly reason: Exclude<DeviceHalt, 'removed' | 'superseded'>; readonly why: string };

/** An event about another device, for a person. Each `why` and `problem` is technical. */
export type ReplicaNotice =
  | Exclude<TransportNotice, { readonly type: 'dismissed' }>
  /** `from` has view access, and sent a message that needs more; it was dropped. Reported once per peer. */
  | { readonly type: 'overreach'; readonly from: ReplicaId }
  /** `count` frames of `from` were dropped so far, the latest for `problem`. */
  | { readonly type: 'garbage'; readonly from: ReplicaId; readonly problem: string; readonly count: number }
  /** An own message could not be sent. */
  | { readonly type: 'unsent'; readonly to: ReplicaId; readonly why: string };

/** The replica's callbacks; never nested, except in calls that the listener itself makes. */
export interface ReplicaListener extends StateMachine {
  /** `status()`, `canRecover()`, or the network's `peers()` or `signaling()` returns something new. */
  changed(): void;
  /** The replica stopped; this is the last callback. */
  halted(halt: Halt): void;
  /** A member is reachable from now on, and knows nothing of our presence. */
  linkUp(peer: ReplicaId): void;
  linkDown(peer: ReplicaId): void;
  /** See `DeviceHost`. */
  lenderOf(witness: ReplicaId): ReplicaId | undefined;
  /** From a linked member, which may send all parts of it. */
  presence(from: ReplicaId, presence: Presence): void;
  notice(notice: ReplicaNotice): void;
}
