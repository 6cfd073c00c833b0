/**
 * The engine's boundary: events in, effects out (`Replica.step`, `Replica.drain`).
 *
 * Modelled after etcd-io/raft's Step and Ready (https://pkg.go.dev/go.etcd.io/raft/v3): the engine has no clock, no
 * randomness and no I/O; its driver provides them.
 */

import type { SnapshotBase, SnapshotImage } from './catch-up/snapshot.ts';
import type { TransferProgress } from './catch-up/snapshot-transfer.ts';
import type { HeardOf } from './membership/heard.ts';
import type { AcceptedEntry, Envelope, Message } from './messages.ts';
import type { Ballot } from './model/ballot.ts';
import type { Configuration } from './model/configuration.ts';
import type { Command, Entry, Group } from './model/entry.ts';
import type { ReplicaId, Slot, WriteNumber } from './model/ids.ts';

export type Event =
  /** `message` was received from `from` and passed the schema. */
  | { readonly type: 'receive'; readonly from: ReplicaId; readonly message: Message }
  /** One tick has passed. */
  | { readonly type: 'tick' }
  /** Own signed commands, directly after the last submitted ones; durable, or numbered by this incarnation. */
  | { readonly type: 'submit'; readonly group: Group }
  /** Every write through `number` is durable. */
  | { readonly type: 'persisted'; readonly number: WriteNumber }
  /** Link-up or link-down of `peer`. */
  | { readonly type: 'link'; readonly peer: ReplicaId; readonly state: 'up' | 'down' }
  /** `peer`, which is linked, may be gone: a hint that may be wrong. If it leads, it is asked. */
  | { readonly type: 'doubt'; readonly peer: ReplicaId }
  /** To a leader: make these replicas the voters. Without `witnesses`, those that are witnesses now stay witnesses. */
  | {
      readonly type: 'reconfigure';
      readonly voters: readonly ReplicaId[];
      readonly witnesses?: readonly ReplicaId[];
    }
  /** `members` were removed from the board: a leader that is inviting one of them to vote withdraws the invitation. */
  | { readonly type: 'removed'; readonly members: readonly ReplicaId[] }
  /** To a leader: hand leadership over to another voter. */
  | { readonly type: 'resign' }
  /** The device is about to leave (sleep, quit): its vote and leadership are to move. Undone by `stay`. */
  | { readonly type: 'signOff' }
  | { readonly type: 'stay' }
  /** The snapshot of `base`, an earlier `snapshotDue`. Slots decided since then do not matter. */
  | { readonly type: 'compact'; readonly base: SnapshotBase; readonly image: SnapshotImage }
  /** The digest of the state after a slot with `Decided.digestDue`. */
  | { readonly type: 'digest'; readonly slot: Slot; readonly digest: string }
  /** The driver is about to close: the storage is to hold all that this replica knows to be decided. */
  | { readonly type: 'flush' }
  /** A person confirms that the majority is lost for good: this replica continues alone. Never automatic. */
  | { readonly type: 'recover' };

/** A change of durable state, applied atomically. Absent fields are unchanged. */
export interface Write {
  readonly number: WriteNumber;
  readonly generation: number;
  readonly promised?: Ballot;
  /** Replaces the log's records in these slots. */
  readonly records: readonly LogRecord[];
  readonly decidedThrough?: Slot;
  /** Replaces the snapshot; in a witness, the base of its log (`witness/base.ts`). */
  readonly snapshot?: SnapshotImage;
  /** Removes the log through this slot. */
  readonly compactedThrough?: Slot;
  /** The highest slot that peers reported as decided. */
  readonly heard?: HeardOf;
  /** The replica has stopped for good: the board continued without it. */
  readonly supersededBy?: Successor;
  /** The replica has stopped for good: its storage had lost confirmed writes. */
  readonly rolledBack?: true;
  /**
   * Holds only how far decisions go, which a restart can learn again. A power cut may take it back after it was
   * confirmed, unless a later write that is no hint was confirmed as well.
   */
  readonly isHint?: true;
}

/** A higher generation of the board, as known to the replica that it superseded. */
export interface Successor {
  readonly generation: number;
  /** Both generations share the slots through this one; absent if unknown. */
  readonly sharedThrough?: Slot;
  /** The last slot known to be decided in the higher generation; absent if unknown. */
  readonly decidedThrough?: Slot;
}

/**
 * A slot of the durable log. `ballot` is the ballot in which this replica accepted the entry; `noBallot` if it only
 * learned the decision.
 */
export type LogRecord = AcceptedEntry;

/** The content of a replica's storage: the sum of its durable writes. */
export interface DurableState {
  /** The highest generation that this replica took part in, or received a message of as a newcomer. */
  readonly generation: number;
  readonly promised: Ballot;
  readonly decidedThrough: Slot;
  /** Covers every slot that the log lacks; absent while the log starts at slot 1. */
  readonly snapshot?: SnapshotImage | undefined;
  /** The log through this slot was removed. */
  readonly compactedThrough: Slot;
  /** Absent while no peer has reported a decided slot. */
  readonly heard?: HeardOf | undefined;
  /** The generation that superseded this replica; absent if none did. */
  readonly supersededBy?: Successor | undefined;
  /** Set once the storage was found to be rolled back; it must not be used any more. */
  readonly rolledBack?: true | undefined;
  /** Slots `compactedThrough` + 1 to the last accepted one, in slot order; without holes through `decidedThrough`. */
  readonly records: readonly LogRecord[];
}

/** Input of the state machine. */
export type Applicable = Decided | Restored;

/** A decided slot, to be applied. */
export interface Decided {
  readonly type: 'decided';
  readonly slot: Slot;
  readonly entry: Entry;
  /** The commands that take effect: each the next of its origin. Duplicate and premature ones are omitted. */
  readonly commands: readonly Command[];
  /** Whether the driver must report the digest of the state after this slot (`digest` event). */
  readonly digestDue: boolean;
}

/** Replaces everything applied so far by a snapshot. */
export interface Restored {
  readonly type: 'restored';
  readonly through: Slot;
  readonly state: Uint8Array;
}

export type Role = 'learner' | 'follower' | 'candidate' | 'leader' | 'halted';

/** For the inspector, the simulator and tests; nothing depends on them. */
export type Trace =
  | { readonly type: 'role'; readonly role: Role; readonly ballot: Ballot; readonly why: string }
  | { readonly type: 'leader'; readonly leader: Ballot }
  | { readonly type: 'configuration'; readonly slot: Slot; readonly configuration: Configuration }
  | { readonly type: 'reconfigureRefused'; readonly why: string }
  | { readonly type: 'dropped'; readonly from: ReplicaId; readonly what: string };

export interface Effects {
  /** To be made durable in this order; several may share one transaction. */
  readonly writes: readonly Write[];
  /** Ready to send: every write that they depend on is durable. */
  readonly messages: readonly Envelope[];
  /** In slot order, each slot once, without holes except where a snapshot covers them. */
  readonly decided: readonly Applicable[];
  /**
   * The log is long: the driver should make a snapshot of this and of the state after the last of `decided`, which is
   * slot `through`, and send it in a `compact` event. Reported once.
   */
  readonly snapshotDue?: SnapshotBase | undefined;
  readonly trace: readonly Trace[];
}

export interface Halted {
  /**
   * `invariant`, `diverged`: a bug was found; `superseded`: the board continued in a higher generation; `rolledBack`:
   * the storage lost confirmed writes.
   */
  readonly reason: 'invariant' | 'superseded' | 'diverged' | 'rolledBack';
  readonly why: string;
  /** Set if `superseded`. */
  readonly successor?: Successor;
}

export interface Lack {
  /** 1 or more. */
  readonly slots: number;
  /** The peer that reported these slots as decided. */
  readonly knownBy: ReplicaId;
}

/** For drivers, policies and the user interface; a copy of the current values. */
export interface Status {
  readonly id: ReplicaId;
  readonly role: Role;
  /** Why the replica stopped for good; absent while it takes part. */
  readonly halted?: Halted;
  readonly generation: number;
  readonly promised: Ballot;
  /** The ballot of the leader that this replica follows, or its own; `noBallot` if it knows of none. */
  readonly leader: Ballot;
  /** In force for the slot after `decidedThrough`; absent in a newcomer that has not learned it yet. */
  readonly configuration?: Configuration;
  readonly decidedThrough: Slot;
  readonly lastSlot: Slot;
  /** Slots that peers reported as decided and this replica lacks: a recovery here would lose them. Absent if none. */
  readonly lacks?: Lack;
  /** A snapshot replaced the log through this slot. */
  readonly compactedThrough: Slot;
  /** An incoming snapshot; absent if there is none. */
  readonly transfer?: TransferProgress;
  /** Whether this replica has signed off and waits for the removal of its vote. */
  readonly signsOff: boolean;
  /** This replica's own commands that are submitted and not yet decided. */
  readonly pendingSubmissions: number;
  /** Whether a leader with a majority is reachable, directly or through a peer. */
  readonly quorumReached: boolean;
  /** Linked peers, with the decisions that each reported. */
  readonly peers: readonly {
    readonly id: ReplicaId;
    readonly decidedThrough: Slot;
    /** Whether its last report contained everything decided one heartbeat round earlier. */
    readonly keepsUp: boolean;
    /** Infinity if it has sent nothing in this generation. */
    readonly heardTicksAgo: number;
    /** Whether it announced that it is about to leave. */
    readonly signsOff: boolean;
  }[];
}
