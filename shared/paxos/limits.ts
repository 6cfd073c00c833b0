/** The bounds and times that a replica works with; one set for each replica, so that tests can tighten them. */

export interface Limits {
  /** Slots that a leader may have proposed and not yet seen decided. */
  readonly windowSlots: number;
  /** Slots past `decidedThrough` that an acceptor or learner keeps proposals for. At least `windowSlots`. */
  readonly maxSlotsAhead: number;
  /** Ticks in one heartbeat round. An election timeout is two rounds: an answer counts for that long. */
  readonly heartbeatTicks: number;
  /** Ticks without progress after which whatever was sent is sent again. */
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
}

export const defaultLimits: Limits = Object.freeze({
  windowSlots: 64,
  maxSlotsAhead: 256,
  heartbeatTicks: 10,
  resendTicks: 10,
  candidacyTicks: 40,
  maxQueuedCommands: 8_192,
  maxQueuedBytes: 8 * 1024 * 1024,
  maxHeldMessages: 4_096,
  maxSubmitBytes: 512 * 1024,
});

/** How many rounds an answer to a heartbeat counts for, while the link stays up. */
export const replyLifetimeRounds = 2;
