/** How far each other device is with the board, and when it was connected last, as far as this session knows. */

import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Standing, Standings } from '../view.ts';

/** The maximum number of gone devices of which the time is kept: more than a board has in use. */
const maxRemembered = 1_000;

export class LastSeen {
  readonly #at = new Map<ReplicaId, number>();
  #connected: ReadonlySet<ReplicaId> = new Set();

  /**
   * @param now milliseconds since 1970.
   * @returns the end of the connection of each device that was connected during this session and is not any more.
   */
  update(connected: ReadonlySet<ReplicaId>, now: number): ReadonlyMap<ReplicaId, number> {
    for (const id of this.#connected) if (!connected.has(id)) this.#at.set(id, now);
    for (const id of connected) this.#at.delete(id);
    this.#connected = connected;
    for (const id of this.#at.keys()) {
      if (this.#at.size <= maxRemembered) break;
      this.#at.delete(id);
    }
    return this.#at;
  }
}

/** @param status absent until this device's storage has been read. */
export function standings(
  status: Pick<Status, 'decidedThrough' | 'peers'> | undefined,
  lastSeen: ReadonlyMap<ReplicaId, number>,
): Standings {
  const found: { [id: string]: Standing } = {};
  for (const [id, lastSeenAt] of lastSeen) found[id] = { lastSeenAt };
  const furthest = Math.max(
    status?.decidedThrough ?? 0,
    ...(status?.peers ?? []).map((peer) => peer.decidedThrough),
  );
  for (const { id, decidedThrough, keepsUp, heardTicksAgo } of status?.peers ?? []) {
    // A device that keeps up is behind by a heartbeat at most, and one that has not reported yet is unknown.
    const behind = furthest - decidedThrough;
    if (!keepsUp && behind > 0 && Number.isFinite(heardTicksAgo)) found[id] = { ...found[id], behind };
  }
  return found;
}
