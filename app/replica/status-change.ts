/** Whether a replica's status has changed for people. Statuses come with every message and tick; most show nothing new. */

import equal from 'fast-deep-equal';
import type { Status } from '#shared/paxos/effects.ts';

/** The parts of `status` that a window shows. */
function shownParts(status: Status, canRecover: boolean) {
  const { role, halted, generation, leader, configuration, peers } = status;
  const { decidedThrough, quorumReached, transfer, lacks } = status;
  // A peer that is behind this device changes with every slot; only one that is ahead matters.
  const ahead = peers.map((peer) => Math.max(peer.decidedThrough, decidedThrough));
  return {
    role,
    halted,
    generation,
    leader,
    configuration,
    decidedThrough,
    quorumReached,
    ahead,
    transfer,
    lacks,
    canRecover,
  };
}

export class StatusChange {
  #last: ReturnType<typeof shownParts> | undefined;

  /** @returns whether a window shows something new after this status. */
  observe(status: Status, canRecover: boolean): boolean {
    const parts = shownParts(status, canRecover);
    if (equal(parts, this.#last)) return false;
    this.#last = parts;
    return true;
  }
}
