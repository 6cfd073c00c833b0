/**
 * The messages between replicas, as listed in `docs/protocol.md`, "Messages".
 *
 * A message is plain data: `shared/wire` encodes it, and validates received ones against a schema.
 */

import type { Checkpoint } from './catch-up/checkpoints.ts';
import type { Ballot } from './model/ballot.ts';
import type { Deeds } from './model/deeds.ts';
import type { Entry, Group } from './model/entry.ts';
import type { ReplicaId, Slot } from './model/ids.ts';

export { maxSnapshotChunkBytes } from './model/limits.ts';

/** An entry that an acceptor has accepted in a slot, and the ballot. */
export interface AcceptedEntry {
  readonly slot: Slot;
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** Candidate → voters. Phase 1a for every slot from `firstSlot` up. */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: Ballot;
  readonly firstSlot: Slot;
}

/** Voter → candidate. Phase 1b. */
export interface PromiseReply {
  readonly type: 'promise';
  readonly ballot: Ballot;
  /** The `firstSlot` of the `prepare` that this answers. */
  readonly prepared: Slot;
  /** The first slot that `accepted` covers. Above `prepared` only if all slots between are decided. */
  readonly firstSlot: Slot;
  readonly decidedThrough: Slot;
  readonly compactedThrough: Slot;
  /** Everything accepted at or after `firstSlot`, in slot order. */
  readonly accepted: readonly AcceptedEntry[];
}

/**
 * Leader → every member. Phase 2a for consecutive slots. Without entries it announces the leader and the decided slots.
 */
export interface Propose {
  readonly type: 'propose';
  readonly ballot: Ballot;
  /** The slot of the first of `entries`. */
  readonly firstSlot: Slot;
  readonly entries: readonly Entry[];
  readonly decidedThrough: Slot;
  /**
   * Present if voters send their accepts of `entries` to the leader alone, which announces the decision. For each voter
   * of the ballot's epoch, in the order of its configuration: the last slot whose accept in `ballot` the leader has
   * received, or 0.
   */
  readonly gathered?: readonly Slot[];
}

/**
 * Voter → every member, or the leader alone if it gathers accepts ({@link Propose.gathered}). Phase 2b: the sender has
 * durably accepted the slots `firstSlot` to `through` in `ballot`.
 */
export interface Accept {
  readonly type: 'accept';
  readonly ballot: Ballot;
  readonly firstSlot: Slot;
  readonly through: Slot;
}

/** Voter → proposer of a ballot that is too low. */
export interface Reject {
  readonly type: 'reject';
  /** The rejected ballot. */
  readonly ballot: Ballot;
  /** The higher ballot that was promised. */
  readonly promised: Ballot;
}

/** Voter, or any member without a working leader → every member, once per heartbeat round. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly round: number;
  /** Identifies the sender's incarnation: rounds restart with each, and a stale reply must not match. */
  readonly nonce: number;
  /** The ballot that the sender takes for the leader's. */
  readonly leader: Ballot;
  /** As in {@link HeartbeatReply}, so that a learner knows whether the board can decide. */
  readonly happy: boolean;
  readonly decidedThrough: Slot;
  /** As in {@link HeartbeatReply}. */
  readonly storedThrough: Slot;
  readonly checkpoint?: Checkpoint;
  /**
   * As in {@link Configuration}: the slots shared with a replica that halts because of this generation; 0 in the first
   * generation, null if the sender has not learned its generation's voters yet.
   */
  readonly sharedThrough: Slot | null;
  /** As in {@link HeartbeatReply}; only in the first heartbeat over a link, which goes to one member alone. */
  readonly yours: Deeds;
}

/** Member → sender of a heartbeat. */
export interface HeartbeatReply {
  readonly type: 'heartbeatReply';
  readonly round: number;
  readonly nonce: number;
  /** The ballot that the sender leads with, or last stood for election with; none if it never did. */
  readonly ballot: Ballot;
  readonly leader: Ballot;
  /** The sender leads with a majority, or reaches a happy leader. */
  readonly happy: boolean;
  readonly decidedThrough: Slot;
  /** The sender's storage holds every slot through this one as decided; not even a power cut takes that back. */
  readonly storedThrough: Slot;
  readonly checkpoint?: Checkpoint;
  /** The sender is about to leave, as in {@link SignOff}; corrects a lost or stale sign-off. */
  readonly signsOff: boolean;
  /** The deeds that the sender has seen of the receiver. */
  readonly yours: Deeds;
}

/** Member → leader: own commands, in sequence order. */
export interface Submit {
  readonly type: 'submit';
  readonly groups: readonly Group[];
  /** Set if a member that is not the leader forwards it; it is forwarded only once, so that no loop can form. */
  readonly forwarded: boolean;
}

/** Leader → sender of a `submit`, and from there to the commands' origin: the commands that are queued. */
export interface Taken {
  readonly type: 'taken';
  /** The ballot in which they will be proposed; another leader does not have them. */
  readonly ballot: Ballot;
  readonly origin: ReplicaId;
  /**
   * The last sequence of `origin` that is queued, proposed or decided; below the last one submitted if some were
   * dropped. {@link noSequence} asks for those: the queue was full, and has room again. Earlier versions ignore that.
   */
  readonly sequence: number;
}

/** No command has it. */
export const noSequence = 0;

/** Any → a peer, after bulk: requests `arrived` once it is read. */
export interface Mark {
  readonly type: 'mark';
  readonly number: number;
}

/** The reply to {@link Mark}: everything sent before it on this link has arrived, or was lost. */
export interface Arrived {
  readonly type: 'arrived';
  readonly number: number;
}

/** Lagging → ahead: requests the decided entries from `firstSlot` up. */
export interface Learn {
  readonly type: 'learn';
  readonly firstSlot: Slot;
  /** Requests the rest of a snapshot whose first chunks have arrived: its slot, and the bytes received. */
  readonly snapshot?: { readonly through: Slot; readonly offset: number };
  /** The sender is a witness: instead of entries that all full voters hold, it receives the base of its log. */
  readonly witness?: true;
}

/**
 * Ahead → lagging: the decided entries from `firstSlot` up, as many as fit. Empty if the requested entries may be in
 * flight already: the receiver retries.
 */
export interface Learned {
  readonly type: 'learned';
  readonly firstSlot: Slot;
  readonly entries: readonly Entry[];
  /** The last decided slot that the sender knows, so that the receiver knows whether to request more. */
  readonly decidedThrough: Slot;
}

/** Ahead → lagging, if the log no longer holds the requested slots: a chunk of a snapshot's image. */
export interface SnapshotChunk {
  readonly type: 'snapshot';
  readonly through: Slot;
  readonly totalBytes: number;
  /** Of the whole image ({@link SnapshotImage}). */
  readonly digest: string;
  readonly offset: number;
  /** At most {@link maxSnapshotChunkBytes}. */
  readonly bytes: Uint8Array;
}

/** Member → every member: the device is about to leave, and another should vote. Repeated until it has left. */
export interface SignOff {
  readonly type: 'signOff';
  /** False if the device stays after all. */
  readonly going: boolean;
}

/** Resigning leader → the voter that is to take over at once. */
export interface Handover {
  readonly type: 'handover';
  readonly ballot: Ballot;
}

/** Any → a replica of a lower generation, which stops. */
export interface Superseded {
  readonly type: 'superseded';
  /** As in {@link Heartbeat}. */
  readonly sharedThrough: Slot | null;
  readonly decidedThrough: Slot;
}

export type MessageBody =
  | Prepare
  | PromiseReply
  | Propose
  | Accept
  | Reject
  | Heartbeat
  | HeartbeatReply
  | Submit
  | Taken
  | Mark
  | Arrived
  | Learn
  | Learned
  | SnapshotChunk
  | SignOff
  | Handover
  | Superseded;

/** Every message carries its sender's generation. */
export type Message = MessageBody & { readonly generation: number };

export type MessageType = Message['type'];

/** A message and its receiver. */
export interface Envelope {
  readonly to: ReplicaId;
  readonly message: Message;
}

/** Bytes of entries in one `learned`, at most; a single entry always fits. */
export const maxLearnedBytes = 512 * 1024;

/** Bytes of entries in one `propose`, at most; a single entry always fits. */
export const maxProposeBytes = 256 * 1024;

/** Bytes of commands in one `submit`, at most; a single command always fits. */
export const maxSubmitMessageBytes = 128 * 1024;

/** Bytes of accepted entries in one `promise`, at most, before it is limited to undecided slots. */
export const maxPromiseBytes = 1024 * 1024;

/** Entries in one message, at most. */
export const maxMessageEntries = 4096;
