/** The system under measurement: replicas in one process; nothing happens in them between two calls. */

import type { Machine } from './machine.ts';

export interface Cluster {
  readonly size: number;
  /** Length of one tick as it is used by default, milliseconds. */
  readonly tickMilliseconds: number;
  /** The position of the leading replica among those that are not lost; none without a leader. */
  readonly leader: number | undefined;
  /** Whether no message is under way. */
  readonly isAtRest: boolean;
  /** The commands that the replica at `position` has applied. */
  machine(position: number): Machine;
  /** The replica at `position` submits `count` new commands. */
  submit(position: number, count: number): void;
  /** One message delay: delivers all messages in transit, and every replica processes them. */
  delay(): void;
  /** One tick of everyone's clock. */
  tick(): void;
  /** The replica at `position` is gone. If `isNoticed`, its links close; else it just falls silent. */
  lose(position: number, isNoticed: boolean): void;
}

/** Bytes in the body of every command. */
export const commandBytes = 64;

/**
 * Ticks, each with everything delivered, until `isReady`.
 *
 * @returns how many it took.
 * @throws Error if it takes more than `maxTicks`.
 */
export function ticksUntil(cluster: Cluster, isReady: () => boolean, maxTicks = 10_000): number {
  for (let ticks = 0; ticks <= maxTicks; ticks += 1) {
    if (isReady()) return ticks;
    cluster.tick();
    while (!cluster.isAtRest) cluster.delay();
  }
  throw new Error(`the replicas are not ready after ${maxTicks} ticks`);
}
