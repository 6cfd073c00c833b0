/**
 * What each other member has done, as far as this replica has heard: the highest ballot in which it promised, accepted or
 * proposed, and the last slot for which it accepted anything. A member says such things only once they are durable. If its
 * storage knows of less, it was rolled back: the member is notified, and stops (`docs/protocol.md`, "Model").
 */

import type { Message } from '../messages.ts';
import { type Ballot, higherBallot, noBallot } from '../model/ballot.ts';
import { noSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export interface Deeds {
  /** None if it was seen in none. */
  readonly ballot: Ballot;
  /** 0 if it was never seen to accept anything. */
  readonly acceptedThrough: Slot;
}

export const noDeeds: Deeds = Object.freeze({ ballot: noBallot, acceptedThrough: noSlot });

/** Members that are remembered, at most; the one that was noted first is forgotten first. */
export const maxMembersSeen = 1_024;

/** The deeds that `message` reports of its sender. Heartbeats say nothing: they leave before a candidate's promise is durable. */
export function deedsIn(message: Message): Deeds {
  switch (message.type) {
    case 'prepare':
    case 'promise':
    case 'propose':
      return { ballot: message.ballot, acceptedThrough: noSlot };
    case 'accept':
      return { ballot: message.ballot, acceptedThrough: message.through };
    case 'reject':
      return { ballot: message.promised, acceptedThrough: noSlot };
    default:
      return noDeeds;
  }
}

export class DeedsSeen {
  readonly #seen = new Map<ReplicaId, Deeds>();

  note(member: ReplicaId, deeds: Deeds): void {
    const known = this.of(member);
    const ballot = higherBallot(known.ballot, deeds.ballot);
    const acceptedThrough =
      deeds.acceptedThrough > known.acceptedThrough ? deeds.acceptedThrough : known.acceptedThrough;
    if (ballot === known.ballot && acceptedThrough === known.acceptedThrough) return;
    this.#seen.set(member, { ballot, acceptedThrough });
    const [first] = this.#seen.keys();
    if (this.#seen.size > maxMembersSeen && first !== undefined) this.#seen.delete(first);
  }

  of(member: ReplicaId): Deeds {
    return this.#seen.get(member) ?? noDeeds;
  }
}
