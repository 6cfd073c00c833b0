/**
 * What replicas say to one another. The table is in `docs/protocol.md`, "Messages".
 *
 * A message is plain data: `shared/wire` turns it into bytes and checks what comes back against a schema.
 */

import type { Checkpoint } from './catch-up/checkpoints.ts';
import type { Deeds } from './election/deeds.ts';
import type { Ballot } from './model/ballot.ts';
import type { Entry, Group } from './model/entry.ts';
import type { ReplicaId, Slot } from './model/ids.ts';

/** What an acceptor has accepted in a slot, and in which ballot. */
export interface AcceptedEntry {
  readonly slot: Slot;
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** Candidate → voters. Phase 1a for every slot from `from` on. */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: Ballot;
  readonly firstSlot: Slot;
}

/** Voter → candidate. Phase 1b. */
export interface PromiseReply {
  readonly type: 'promise';
  readonly ballot: Ballot;
  /** The `from` of the `prepare` that this answers. */
  readonly prepared: Slot;
  /** The first slot that `accepted` speaks of. Above `prepared` only where all slots between are decided. */
  readonly firstSlot: Slot;
  readonly decidedThrough: Slot;
  readonly compactedThrough: Slot;
  /** Everything accepted at or after `from`, in slot order. */
  readonly accepted: readonly AcceptedEntry[];
}

/** Leader → every member. Phase 2a for consecutive slots. Without entries it says who leads and what is decided. */
export interface Propose {
  readonly type: 'propose';
  readonly ballot: Ballot;
  /** The slot of the first of `entries`. */
  readonly firstSlot: Slot;
  readonly entries: readonly Entry[];
  readonly decidedThrough: Slot;
}

/** Voter → every member. Phase 2b: "in this ballot I have accepted, durably, the slots from `from` to `through`". */
export interface Accept {
  readonly type: 'accept';
  readonly ballot: Ballot;
  readonly firstSlot: Slot;
  readonly through: Slot;
}

/** Voter → proposer of a ballot that is too low. */
export interface Reject {
  readonly type: 'reject';
  /** The ballot that was refused. */
  readonly ballot: Ballot;
  /** The higher ballot that was promised. */
  readonly promised: Ballot;
}

/** Voter, or whoever sees no working leader → every member, once in a heartbeat round. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly round: number;
  /** Names the sender's incarnation: rounds begin anew with each, and an old answer must not pass for a new one. */
  readonly nonce: number;
  /** Whom the sender takes for the leader. */
  readonly leader: Ballot;
  /** As in {@link HeartbeatReply}: so that a learner knows whether the board can settle changes. */
  readonly happy: boolean;
  readonly decidedThrough: Slot;
  readonly checkpoint?: Checkpoint;
  /**
   * As in {@link Configuration}: what a replica that stops because of it has in common with it; 0 in the first generation,
   * null where the sender has not learned of its generation's voters yet.
   */
  readonly sharedThrough: Slot | null;
  /** As in {@link HeartbeatReply}; only in the first one over a link, which goes to one member alone. */
  readonly yours: Deeds;
}

/** Member → whoever asked. */
export interface HeartbeatReply {
  readonly type: 'heartbeatReply';
  readonly round: number;
  readonly nonce: number;
  /** The ballot that the sender leads with, or last stood for election with; none if it never did. */
  readonly ballot: Ballot;
  readonly leader: Ballot;
  /** It leads and a majority follows it, or it reaches a happy leader. */
  readonly happy: boolean;
  readonly decidedThrough: Slot;
  readonly checkpoint?: Checkpoint;
  /** It is about to go, as in {@link SignOff}: whatever was lost or late of that, this puts right. */
  readonly signsOff: boolean;
  /** The deeds that the sender has seen of the receiver. */
  readonly yours: Deeds;
}

/** Member → leader: its own commands, in sequence order. */
export interface Submit {
  readonly type: 'submit';
  readonly groups: readonly Group[];
  /** Passed on by a member that is not the leader; passed on once only, so that no circle can form. */
  readonly forwarded: boolean;
}

/** Leader → who sent a `submit`, and from there to the commands' origin: how many of them wait for a slot now. */
export interface Taken {
  readonly type: 'taken';
  /** In which they will be proposed: another leader knows nothing of them. */
  readonly ballot: Ballot;
  readonly origin: ReplicaId;
  /** The last sequence of `origin` that is queued, proposed or decided: below the last one submitted where some were not taken. */
  readonly sequence: number;
}

/** Any → a peer, after bulk: "say when you have read this." */
export interface Mark {
  readonly type: 'mark';
  readonly number: number;
}

/** The answer to {@link Mark}: all that was sent before it on this link has arrived, unless it was lost. */
export interface Arrived {
  readonly type: 'arrived';
  readonly number: number;
}

/** Behind → ahead: "what is decided from `from` on?" */
export interface Learn {
  readonly type: 'learn';
  readonly firstSlot: Slot;
  /** The rest of a snapshot whose first chunks have arrived: its slot, and how many bytes there are. */
  readonly snapshot?: { readonly through: Slot; readonly offset: number };
}

/**
 * Ahead → behind: the entries decided from `from` on, as many as fit. None where what was asked for may be under way
 * already: the question is to be asked again.
 */
export interface Learned {
  readonly type: 'learned';
  readonly firstSlot: Slot;
  readonly entries: readonly Entry[];
  /** How far the sender knows decisions: whether it is worth asking again. */
  readonly decidedThrough: Slot;
}

/** Ahead → behind, where the log no longer reaches back that far: a piece of a snapshot's image. */
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

/** Member → every member: "I am about to go; let someone else vote." Repeated while it is there. */
export interface SignOff {
  readonly type: 'signOff';
  /** False where the device stays after all. */
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

/** A message carries its sender's generation, whatever it says. */
export type Message = MessageBody & { readonly generation: number };

export type MessageType = Message['type'];

/** A message and whom it is for. */
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

/** Bytes of accepted entries in one `promise`, at most, before it speaks of undecided slots only. */
export const maxPromiseBytes = 1024 * 1024;

/** Bytes of a snapshot's image in one message, at most. */
export const maxSnapshotChunkBytes = 256 * 1024;

/** Entries in one message, at most. */
export const maxMessageEntries = 4096;
