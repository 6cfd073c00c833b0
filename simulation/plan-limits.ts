/** The limits of a run: as large relative to a board as the real ones, or so small that it reaches them. */

import type { Limits } from '#shared/paxos/model/limits.ts';
import { Random } from './random.ts';

/** States have a few hundred bytes: most snapshots are stored in several chunks. */
export function storageLimitFrom(seed: number): Partial<Limits> {
  const random = new Random(`plan ${seed}/chunks`);
  return random.chance(0.7) ? { storedChunkBytes: random.oneOf(40, 150, 600) } : {};
}

/** As large relative to a command as the real limits, or small enough for commands without a size. */
export function flowLimitsFrom(
  seed: number,
  links: { readonly bodyBytes: number } | undefined,
): Partial<Limits> {
  const random = new Random(`plan ${seed}/flow`);
  const small = random.oneOf(
    {},
    { maxInFlightBytes: 4_000, markBytes: 400 },
    { maxInFlightBytes: 500, markBytes: 100 },
  );
  if (links === undefined) return small;
  const { bodyBytes } = links;
  return {
    maxInFlightBytes: 3 * bodyBytes,
    markBytes: Math.ceil(bodyBytes / 4),
    maxSubmitBytes: 3 * bodyBytes,
    maxUndecidedSubmitBytes: 12 * bodyBytes,
  };
}

/** Small boards gather accepts as large ones do, and large ones send them to all as small ones do. */
export function gatheringFrom(seed: number): Partial<Limits> {
  const random = new Random(`plan ${seed}/gathering`);
  return random.oneOf({}, {}, { maxBroadcastMembers: 0 }, { maxBroadcastMembers: Number.POSITIVE_INFINITY });
}

/** A leader whose queue is full asks for more once it has room: a command each two or three message delays, in a queue of one. */
export function drainableCommands({ maxQueuedCommands }: Partial<Limits>): number {
  return maxQueuedCommands === undefined ? Number.MAX_SAFE_INTEGER : 150 * maxQueuedCommands;
}

/**
 * Bounds that a board of this size reaches: snapshots of many chunks, a full queue of the leader, many messages that
 * wait for storage.
 */
export function boundsFrom(seed: number): Partial<Limits> {
  const random = new Random(`plan ${seed}/bounds`);
  return {
    ...(random.chance(0.2) ? { snapshotChunkBytes: random.oneOf(40, 200) } : {}),
    ...(random.chance(0.1) ? { maxQueuedCommands: random.oneOf(1, 4, 16) } : {}),
    ...(random.chance(0.1) ? { maxHeldMessages: random.oneOf(16, 64) } : {}),
  };
}

/** So few that a board without a majority fills the outbox. */
export function outboxFrom(seed: number): number | undefined {
  const random = new Random(`plan ${seed}/outbox`);
  return random.chance(0.1) ? random.oneOf(1, 4, 20) : undefined;
}

/** So few that most starts have several slices. */
export function replayLimitFrom(seed: number): Partial<Limits> {
  return { replayedCommands: new Random(`plan ${seed}/replay`).oneOf(1, 4, 16) };
}

/** When a quiet board makes a snapshot. */
export function quietLimitsFrom(seed: number): Partial<Limits> {
  const random = new Random(`plan ${seed}/quiet`);
  return { quietTicks: random.oneOf(4, 20, 30), quietSnapshotBytes: random.oneOf(1_000, 10_000, 128 * 1024) };
}
