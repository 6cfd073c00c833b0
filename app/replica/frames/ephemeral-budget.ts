/**
 * The budget of a peer for messages outside the log. Messages above it are dropped before they are decoded, so a flooding peer
 * costs no more than the decryption of its frames, and the window shows the others without delay.
 *
 * A correct sender stays below it (`app/session/live/outgoing.ts`: 30 messages a second). Messages delayed by a short outage arrive
 * together, so there is room for a burst.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { tickMilliseconds } from '#shared/replica/tick-length.ts';

/** For each second. */
export const messagesPerSecond = 45;
export const bytesPerSecond = 192 * 1024;

/** In one go, after a silence. */
export const burstMessages = 90;
export const burstBytes = 384 * 1024;

interface Left {
  messages: number;
  bytes: number;
}

export class EphemeralBudget {
  readonly #left = new Map<ReplicaId, Left>();

  /** To be called every {@link tickMilliseconds}. */
  tick(): void {
    const share = tickMilliseconds / 1000;
    for (const left of this.#left.values()) {
      left.messages = Math.min(burstMessages, left.messages + messagesPerSecond * share);
      left.bytes = Math.min(burstBytes, left.bytes + bytesPerSecond * share);
    }
  }

  /** Whether a message of so many bytes from `peer` is within the budget. Counts it if so. */
  allows(peer: ReplicaId, bytes: number): boolean {
    let left = this.#left.get(peer);
    if (left === undefined) {
      left = { messages: burstMessages, bytes: burstBytes };
      this.#left.set(peer, left);
    }
    if (left.messages < 1 || left.bytes < bytes) return false;
    left.messages -= 1;
    left.bytes -= bytes;
    return true;
  }

  /** Its link is down. */
  forget(peer: ReplicaId): void {
    this.#left.delete(peer);
  }
}
