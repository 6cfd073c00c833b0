/** A replica's bounds and timeouts; one set per replica, so that tests can tighten them. */

/** Bytes of a snapshot's image in one message, at most. */
export const maxSnapshotChunkBytes = 256 * 1024;

/** Of the replies to one peer (`catch-up/reply-budget.ts`). */
export interface ReplyLimits {
  /** Bytes that a peer can request at once; the last reply may exceed it. */
  readonly replyBurstBytes: number;
  /** Bytes that the budget regains per tick. */
  readonly replyBytesPerTick: number;
}

/** Of the bytes in transit to one peer (`flow/outflow.ts`). */
export interface FlowLimits {
  /** Bytes of bulk in flight to one peer, at most; the last message may exceed it. */
  readonly maxInFlightBytes: number;
  /** A mark follows after this many bytes. Fewer are not worth one, and may be sent again on suspicion. */
  readonly markBytes: number;
  /** Ticks without a reply after which another mark is sent; doubled after each failure. */
  readonly resendTicks: number;
}

export interface Limits extends ReplyLimits, FlowLimits {
  /** Slots that a leader may have proposed and not yet seen decided. */
  readonly windowSlots: number;
  /** Slots past `decidedThrough` for which an acceptor or learner keeps proposals. At least `windowSlots`. */
  readonly maxSlotsAhead: number;
  /**
   * Bytes of undecided entries that an acceptor keeps before the slot that it accepts, and half of the bytes that a
   * promise of it may report. The slot after `decidedThrough` is always accepted.
   */
  readonly maxUndecidedBytes: number;
  /**
   * Members linked to a leader, itself included, up to which voters send their accepts to all: so they learn a decision
   * one message delay earlier. Beyond, accepts would be as many as voters times members, and the leader gathers them.
   */
  readonly maxBroadcastMembers: number;
  /** Ticks in one heartbeat round. An election timeout is two rounds: a reply counts for that long. */
  readonly heartbeatTicks: number;
  /**
   * Ticks without a reply after which a message is sent again, doubled after each failure. Bulk is sent again only if
   * it has arrived, or was lost (`flow/outflow.ts`).
   */
  readonly resendTicks: number;
  /** Ticks that a candidate may spend in phase 1 before it gives up. */
  readonly candidacyTicks: number;
  /** Queued commands of a leader, at most. */
  readonly maxQueuedCommands: number;
  /** Bytes of their bodies, at most. */
  readonly maxQueuedBytes: number;
  /** Messages that wait for storage, at most; further ones are dropped, as if lost in transit. */
  readonly maxHeldMessages: number;
  /** Bytes of own commands in flight to the leader, at most. */
  readonly maxSubmitBytes: number;
  /** Bytes of own commands in flight to the leader or queued there, and not decided, at most. */
  readonly maxUndecidedSubmitBytes: number;
  /** Slots decided since the last snapshot after which another is due. */
  readonly snapshotSlots: number;
  /** Bytes of entries decided since the last snapshot after which another is due. */
  readonly snapshotBytes: number;
  /** Commands applied since the last snapshot after which another is due: a restart applies them again. */
  readonly snapshotCommands: number;
  /** Ticks without a decision after which the board is quiet. */
  readonly quietTicks: number;
  /**
   * Bytes of entries decided since the last snapshot after which another is due once the board is quiet: the next start
   * replays them. For a large board more ({@link quietShare}).
   */
  readonly quietSnapshotBytes: number;
  /**
   * Bytes of a snapshot that one batch stores, at most: a larger one is stored in several, before the log is removed.
   */
  readonly storedChunkBytes: number;
  /** Commands that a device applies in one step of its start, at most; a slot of 256 may come last. */
  readonly replayedCommands: number;
  /** Bytes of a snapshot in one message: the same in all replicas of a board, at most {@link maxSnapshotChunkBytes}. */
  readonly snapshotChunkBytes: number;
  /** Slots before a snapshot that the log keeps, so that a short absence needs no snapshot. */
  readonly retainedSlots: number;
  /** Bytes of entries that the log keeps before a snapshot, at most; the tighter of the two bounds applies. */
  readonly retainedBytes: number;
  /**
   * Bytes of decided entries that a witness keeps for absent voters, at most: beyond it the oldest are removed, and a
   * voter that lacks them needs another one that holds the board.
   */
  readonly witnessBytes: number;
  /** Replicas compare their state digests after every `checkpointSlots` slots. */
  readonly checkpointSlots: number;
}

export const defaultLimits: Limits = Object.freeze({
  windowSlots: 64,
  maxSlotsAhead: 256,
  maxUndecidedBytes: 6 * 1024 * 1024,
  maxBroadcastMembers: 3,
  heartbeatTicks: 10,
  resendTicks: 10,
  candidacyTicks: 40,
  maxQueuedCommands: 8_192,
  maxQueuedBytes: 8 * 1024 * 1024,
  maxHeldMessages: 4_096,
  maxSubmitBytes: 512 * 1024,
  maxUndecidedSubmitBytes: 2 * 1024 * 1024,
  maxInFlightBytes: 512 * 1024,
  markBytes: 32 * 1024,
  snapshotSlots: 4_096,
  snapshotBytes: 8 * 1024 * 1024,
  snapshotCommands: 16_384,
  quietTicks: 30,
  quietSnapshotBytes: 128 * 1024,
  // Chromium stores a value of 64 KiB or more in a separate file, which is slower, and not covered by a later strict
  // write.
  storedChunkBytes: 48 * 1024,
  replayedCommands: 64,
  snapshotChunkBytes: maxSnapshotChunkBytes,
  retainedSlots: 1_024,
  retainedBytes: 8 * 1024 * 1024,
  witnessBytes: 64 * 1024 * 1024,
  checkpointSlots: 256,
  replyBurstBytes: 4 * 1024 * 1024,
  replyBytesPerTick: 512 * 1024,
});

/**
 * In quiet a snapshot is due only after this part of the last one's bytes: a replay of that much takes about as long as it
 * takes to restore the snapshot, and a device writes only a few times as many bytes as are drawn.
 */
export const quietShare = 1 / 8;

/** Rounds for which a heartbeat reply counts while the link stays up. */
export const replyLifetimeRounds = 2;
