/** A device whose storage was rolled back stops when a peer has seen more of it than its storage explains. */

import type { Message } from '#shared/paxos/messages.ts';
import { type Ballot, isHigherBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import type { Deeds } from '#shared/paxos/model/deeds.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';
import { deedsShownBy } from './memory.ts';

interface Stored {
  readonly promised: Ballot;
  readonly lastSlot: Slot;
}

/** Begins when the storage of a device is rolled back. */
export class RollbackAccount {
  readonly #base: Stored;
  /** Members to which the device has shown a promise, a proposal or an accept since. */
  readonly #shown = new Set<ReplicaId>();

  constructor({ promised, lastSlot }: Stored) {
    this.#base = { promised, lastSlot };
  }

  sent(to: ReplicaId, message: Message): void {
    if (deedsShownBy(message).ballot !== noBallot) this.#shown.add(to);
  }

  /**
   * Whether `message` of `from` shows the device that its storage has lost something: more than it holds, or more than
   * it held after the loss, unless the device has itself shown `from` something since.
   */
  isShownBy(
    from: ReplicaId,
    message: Message,
    { generation, disk }: { readonly generation: number; readonly disk: Stored },
  ): boolean {
    if (!('yours' in message) || message.generation !== generation) return false;
    const { yours } = message;
    return exceeds(yours, disk) || (!this.#shown.has(from) && exceeds(yours, this.#base));
  }
}

function exceeds({ ballot, acceptedThrough }: Deeds, { promised, lastSlot }: Stored): boolean {
  return isHigherBallot(ballot, promised) || acceptedThrough > lastSlot;
}

/** `member` has processed `message` of `from`, which showed it the loss. */
export function assertRollbackNoticed(
  member: { readonly id: ReplicaId; readonly isHalted: boolean },
  from: ReplicaId,
  message: Message,
): void {
  if (member.isHalted) return;
  throw new Violation(
    'rollback',
    `${member.id} continues, although ${from} has seen it do more than its storage explains (${message.type})`,
  );
}
