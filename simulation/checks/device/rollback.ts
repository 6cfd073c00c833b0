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
  readonly isHeard: boolean;
  readonly #base: Stored;
  /** Members to which the device has shown a promise, a proposal or an accept since. */
  readonly #shown = new Set<ReplicaId>();
  /** The accepts that it has sent to leaders since: those may report them to any member. */
  readonly #accepts: { readonly ballot: Ballot; readonly through: Slot }[] = [];

  /** @param isHeard whether its messages arrive. */
  constructor({ promised, lastSlot }: Stored, isHeard: boolean) {
    this.#base = { promised, lastSlot };
    this.isHeard = isHeard;
  }

  sent(to: ReplicaId, message: Message): void {
    if (deedsShownBy(message).ballot !== noBallot) this.#shown.add(to);
    if (message.type === 'accept' && message.ballot.replica === to) this.#accepts.push(message);
  }

  /**
   * Whether `message` of `from` shows the device that its storage has lost something: more than it holds, or more than
   * it held after the loss, unless the device has itself shown `from` something since, or its accepts since explain it.
   */
  isShownBy(
    from: ReplicaId,
    message: Message,
    { generation, disk }: { readonly generation: number; readonly disk: Stored },
  ): boolean {
    if (!('yours' in message) || message.generation !== generation) return false;
    const { yours } = message;
    if (exceeds(yours, disk)) return true;
    return !this.#shown.has(from) && exceeds(yours, this.#base) && !this.#areBetweenAccepts(yours);
  }

  /** Whether the device has sent leaders these deeds since, or lower and higher ones, as far as its disk had lost them. */
  #areBetweenAccepts({ ballot, acceptedThrough }: Deeds): boolean {
    const ballots = this.#accepts.map((accept) => accept.ballot);
    const slots = this.#accepts.map(({ through }) => through);
    const isBallotKnown =
      !isHigherBallot(ballot, this.#base.promised) ||
      (ballots.some((sent) => !isHigherBallot(sent, ballot)) &&
        ballots.some((sent) => !isHigherBallot(ballot, sent)));
    const isSlotKnown =
      acceptedThrough <= this.#base.lastSlot ||
      (slots.some((sent) => sent <= acceptedThrough) && slots.some((sent) => sent >= acceptedThrough));
    return isBallotKnown && isSlotKnown;
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
