/** Waits, for a moment, until others have taken over the vote and the leadership of a device that leaves. */

import type { Status } from '#shared/paxos/effects.ts';

/** A device that leaves waits for its successors this long, at most. */
export const signOffMilliseconds = 500;

export class Handover {
  readonly #wait: (milliseconds: number) => Promise<void>;
  #onReleased: () => void = () => undefined;

  /** @param wait resolves after so many milliseconds. */
  constructor(wait: (milliseconds: number) => Promise<void>) {
    this.#wait = wait;
  }

  /** The status after a round of events. */
  observe(status: Status): void {
    if (isReleased(status)) this.#onReleased();
  }

  /** @param signOff starts the handover. @param status returns the status after it. */
  async release(signOff: () => void, status: () => Status | undefined): Promise<void> {
    const released = new Promise<void>((resolve) => {
      this.#onReleased = resolve;
    });
    signOff();
    const now = status();
    if (now !== undefined && isReleased(now)) return;
    await Promise.race([released, this.#wait(signOffMilliseconds)]);
  }
}

export function isVoter({ id, configuration }: Status): boolean {
  return configuration?.voters.includes(id) === true;
}

/**
 * Another device leads, and this one no longer votes; or no present device could take its vote, so it keeps it.
 * Five may become three as it leaves.
 */
function isReleased(status: Status): boolean {
  const { id, leader, configuration, peers } = status;
  if (leader.round === 0 || leader.replica === id) return false;
  const voters = configuration?.voters ?? [];
  const keepsVote = voters.length <= 3 && peers.every((peer) => voters.includes(peer.id));
  return keepsVote || !isVoter(status);
}
