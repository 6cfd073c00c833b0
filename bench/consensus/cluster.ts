/** What is measured: replicas in one process, among which nothing happens unless it is told to. */

import type { Machine } from './machine.ts';

export interface Cluster {
  readonly size: number;
  /** Length of one tick as it is used by default, milliseconds. */
  readonly tickMilliseconds: number;
  /** The position of the replica that leads, among those that are not lost; none while nobody does. */
  readonly leader: number | undefined;
  /** Whether no message is under way. */
  readonly isAtRest: boolean;
  /** What the replica at `position` has applied. */
  machine(position: number): Machine;
  /** The replica at `position` takes `count` new commands of its own. */
  submit(position: number, count: number): void;
  /** One message delay: all that was under way arrives, and every replica does what follows from it. */
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
