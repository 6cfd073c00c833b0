/** The bounds and times that a replica works with; one set for each replica, so that tests can tighten them. */

import type { AnswerLimits } from '../catch-up/answer-budget.ts';
import type { FlowLimits } from '../flow/outflow.ts';

export interface Limits extends AnswerLimits, FlowLimits {
  /** Slots that a leader may have proposed and not yet seen decided. */
  readonly windowSlots: number;
  /** Slots past `decidedThrough` that an acceptor or learner keeps proposals for. At least `windowSlots`. */
  readonly maxSlotsAhead: number;
  /**
   * Bytes of undecided entries that an acceptor keeps up to a slot that it accepts, and half of what it can have to
   * report in a promise. The slot after `decidedThrough` is always accepted.
   */
  readonly maxUndecidedBytes: number;
  /** Ticks in one heartbeat round. An election timeout is two rounds: an answer counts for that long. */
  readonly heartbeatTicks: number;
  /**
   * Ticks without an answer after which what was sent is sent again, doubled each time that there is none. What is large is
   * sent again only if it has arrived, or was lost (`flow/outflow.ts`).
   */
  readonly resendTicks: number;
  /** Ticks that a candidate may spend in phase 1 before it gives up. */
  readonly candidacyTicks: number;
  /** Commands that a leader keeps waiting for a free slot. */
  readonly maxQueuedCommands: number;
  /** Bytes of bodies of those. */
  readonly maxQueuedBytes: number;
  /** Messages that wait for storage; one more is dropped, as if the network had lost it. */
  readonly maxHeldMessages: number;
  /** Of a replica's own commands, how many bytes may be on their way to the leader at once. */
  readonly maxSubmitBytes: number;
  /** Of a replica's own commands, how many bytes may be with the leader or on their way to it, and not decided. */
  readonly maxUndecidedSubmitBytes: number;
  /** Slots decided since the last snapshot after which another is due. */
  readonly snapshotSlots: number;
  /** Bytes of entries decided since the last snapshot after which another is due. */
  readonly snapshotBytes: number;
  /** Slots before a snapshot that the log keeps, so that a short absence is caught up without it. */
  readonly retainedSlots: number;
  /** Bytes of entries that the log keeps before a snapshot, at most; the fewer slots of the two count. */
  readonly retainedBytes: number;
  /** Replicas compare the digests of their states after every so many slots. */
  readonly checkpointSlots: number;
}

export const defaultLimits: Limits = Object.freeze({
  windowSlots: 64,
  maxSlotsAhead: 256,
  maxUndecidedBytes: 6 * 1024 * 1024,
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
  retainedSlots: 1_024,
  retainedBytes: 8 * 1024 * 1024,
  checkpointSlots: 256,
  answerBurstBytes: 4 * 1024 * 1024,
  answerBytesPerTick: 512 * 1024,
});

/** How many rounds an answer to a heartbeat counts for, while the link stays up. */
export const replyLifetimeRounds = 2;
