/**
 * The engine's boundary: events in, effects out (`Replica.step`, `Replica.drain`).
 *
 * Shape after etcd-io/raft's Step and Ready (https://pkg.go.dev/go.etcd.io/raft/v3): the engine has no clock, no
 * randomness, no I/O; its driver has.
 */

import type { SnapshotImage } from './catch-up/snapshot.ts';
import type { TransferProgress } from './catch-up/snapshot-transfer.ts';
import type { HeardOf } from './membership/heard.ts';
import type { AcceptedEntry, Envelope, Message } from './messages.ts';
import type { Ballot } from './model/ballot.ts';
import type { Configuration } from './model/configuration.ts';
import type { Command, Entry, Group } from './model/entry.ts';
import type { ReplicaId, Slot, WriteNumber } from './model/ids.ts';

export type Event =
  /** `message` came from `from` and passed the schema. */
  | { readonly type: 'receive'; readonly from: ReplicaId; readonly message: Message }
  /** One unit of time has passed. */
  | { readonly type: 'tick' }
  /** This replica's own commands, signed; they are durable in the outbox, and follow the last ones submitted. */
  | { readonly type: 'submit'; readonly group: Group }
  /** Every write up to `number` is durable. */
  | { readonly type: 'persisted'; readonly number: WriteNumber }
  /** Whether messages can reach `peer` directly. */
  | { readonly type: 'link'; readonly peer: ReplicaId; readonly state: 'up' | 'down' }
  /** To a leader: let these replicas vote. */
  | { readonly type: 'reconfigure'; readonly voters: readonly ReplicaId[] }
  /** To a leader: hand leadership to another voter. */
  | { readonly type: 'resign' }
  /** This device is about to go (sleep, quit): its vote is wanted back, and leadership. Undone by `stay`. */
  | { readonly type: 'signOff' }
  | { readonly type: 'stay' }
  /** The state machine's state after `through`, the last slot handed out: an answer to `snapshotDue`. */
  | { readonly type: 'compact'; readonly through: Slot; readonly state: Uint8Array }
  /** The digest of the state after a slot that asked for it (`Decided.digestDue`). */
  | { readonly type: 'digest'; readonly slot: Slot; readonly digest: string }
  /** A person has decided that the majority is gone for good: this replica goes on alone. Never automatic. */
  | { readonly type: 'recover' };

/** Changes of durable state that take effect together or not at all. Absent fields stay as they are. */
export interface Write {
  readonly number: WriteNumber;
  readonly generation: number;
  readonly promised?: Ballot;
  /** Replace what the log holds in these slots. */
  readonly records: readonly LogRecord[];
  readonly decidedThrough?: Slot;
  /** Replaces the snapshot. */
  readonly snapshot?: SnapshotImage;
  /** The log up to this slot is removed. */
  readonly compactedThrough?: Slot;
  /** The highest slot that others said is decided. */
  readonly heard?: HeardOf;
  /** The replica has stopped for good: the board went on without it. */
  readonly supersededBy?: Successor;
  /** The replica has stopped for good: its storage had lost what it had confirmed. */
  readonly rolledBack?: true;
}

/** A higher generation of the board, as known to the replica that stopped because of it. */
export interface Successor {
  readonly generation: number;
  /** The slots up to here are the same in both; absent where the replica has not heard. */
  readonly sharedThrough?: Slot;
  /** How far the higher generation had decided when it was heard of; absent where the replica has not heard. */
  readonly decidedThrough?: Slot;
}

/**
 * A slot of the durable log. `ballot` is the one in which this replica accepted the entry, or none
 * (`noBallot`) if it only learned that the entry is decided.
 */
export type LogRecord = AcceptedEntry;

/** What a replica's storage holds: the sum of its durable writes. */
export interface DurableState {
  /** The highest that this replica took part in, or heard of while it was a newcomer. */
  readonly generation: number;
  readonly promised: Ballot;
  readonly decidedThrough: Slot;
  /** Covers every slot that the log lacks; absent while the log begins with slot 1. */
  readonly snapshot?: SnapshotImage | undefined;
  /** The log up to this slot was removed. */
  readonly compactedThrough: Slot;
  /** Absent while nobody has said that any slot is decided. */
  readonly heard?: HeardOf | undefined;
  /** The generation in which the board went on without this replica; absent while it has not. */
  readonly supersededBy?: Successor | undefined;
  /** The storage was rolled back once, and must not be used any more. */
  readonly rolledBack?: true | undefined;
  /** Slots `compactedThrough` + 1 to the last accepted one; those up to `decidedThrough` are there without holes. In slot order. */
  readonly records: readonly LogRecord[];
}

/** What the state machine is to do next. */
export type Applicable = Decided | Restored;

/** A decided slot, to be applied. */
export interface Decided {
  readonly type: 'decided';
  readonly slot: Slot;
  readonly entry: Entry;
  /** The commands of the entry's groups that count: each the next of its origin. Repeated and premature ones are left out. */
  readonly commands: readonly Command[];
  /** The digest of the state after this slot is to be told (`digest` event). */
  readonly digestDue: boolean;
}

/** A snapshot takes the place of all that was applied so far. */
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
  /** Free to leave: whatever they depend on is durable. */
  readonly messages: readonly Envelope[];
  /** In slot order, without holes but for what a snapshot covers, each slot once. */
  readonly decided: readonly Applicable[];
  /** The log has grown long: a `compact` event with the state after the last of `decided` is welcome. */
  readonly snapshotDue: boolean;
  readonly trace: readonly Trace[];
}

export interface Halted {
  /**
   * `invariant`, `diverged`: a bug was found; `superseded`: the board went on in a higher generation; `rolledBack`: the
   * storage has lost what it had confirmed.
   */
  readonly reason: 'invariant' | 'superseded' | 'diverged' | 'rolledBack';
  readonly why: string;
  /** Of one that was superseded. */
  readonly successor?: Successor;
}

export interface Lack {
  /** 1 and up. */
  readonly slots: number;
  /** Who said that these are decided. */
  readonly knownBy: ReplicaId;
}

/** What a driver, a policy or a person may want to know; a copy, taken at the time of asking. */
export interface Status {
  readonly id: ReplicaId;
  readonly role: Role;
  /** Why the replica stopped for good; absent while it has not. */
  readonly halted?: Halted;
  readonly generation: number;
  readonly promised: Ballot;
  /** The ballot of the leader that this replica follows, or its own; none where it knows of none. */
  readonly leader: Ballot;
  /** In force for the slot after `decidedThrough`; absent in a newcomer that has not learned it yet. */
  readonly configuration?: Configuration;
  readonly decidedThrough: Slot;
  readonly lastSlot: Slot;
  /** Slots that others reported as decided and this replica lacks: a recovery here would lose them. Absent if none. */
  readonly lacks?: Lack;
  /** The log up to here was replaced by a snapshot. */
  readonly compactedThrough: Slot;
  /** A snapshot on its way here; absent while there is none. */
  readonly transfer?: TransferProgress;
  /** Whether this replica has signed off and waits for its vote to be taken back. */
  readonly signsOff: boolean;
  /** This replica's own commands that are submitted and not yet decided. */
  readonly pendingSubmissions: number;
  /** Whether there is a leader with a majority that this replica reaches, itself or through a peer. */
  readonly quorumReached: boolean;
  /** Peers with a link, and how far each said that it knows decisions. */
  readonly peers: readonly {
    readonly id: ReplicaId;
    readonly decidedThrough: Slot;
    /** It knew all that was decided, but for the last heartbeat round, when it said so. */
    readonly keepsUp: boolean;
    /** Infinite if it has said nothing in this generation. */
    readonly heardTicksAgo: number;
    /** It said that it is about to go. */
    readonly signsOff: boolean;
  }[];
}
