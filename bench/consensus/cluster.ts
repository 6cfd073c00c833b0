/** The system under measurement: replicas in one process. They do nothing between two calls. */

import type { Machine } from './machine.ts';

export interface Cluster {
  readonly size: number;
  /** Length of one tick by default, milliseconds. */
  readonly tickMilliseconds: number;
  /** The position of the leader; undefined if no replica that is not lost leads. */
  readonly leader: number | undefined;
  /** Whether no message is in transit. */
  readonly isAtRest: boolean;
  /** The commands that the replica at `position` has applied. */
  machine(position: number): Machine;
  /** The replica at `position` submits `count` new commands. */
  submit(position: number, count: number): void;
  /** One message delay: delivers all messages in transit, and every replica processes them. */
  delay(): void;
  /** One tick of the clock of every replica. */
  tick(): void;
  /** Stops the replica at `position`. If `linksClose`, the others get an event for the closed link; else they get no more messages. */
  lose(position: number, linksClose: boolean): void;
}

/** Bytes in the body of every command. */
export const commandBytes = 64;

/**
 * Ticks and delivers all messages after each tick, until `isReady` returns true.
 *
 * @returns the number of ticks.
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
