/**
 * The deeds of this replica that each peer can know: those that its storage held at the start, and those that it has
 * sent to that peer since. A peer that reports any other has seen an earlier start of this replica do more than its
 * storage holds now (`docs/protocol.md`, "Model").
 *
 * A comparison with the present promise would not suffice: a replica whose storage was rolled back can raise its
 * promise again, as a sole voter even alone, before the first report reaches it.
 */

import { type Ballot, higherBallot, isHigherBallot, noBallot } from '../model/ballot.ts';
import { type Deeds, noDeeds } from '../model/deeds.ts';
import { noSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { maxMembersSeen } from './deeds.ts';

/** `noBallot` or `noSlot` at both ends: nothing was sent. */
interface Sent {
  readonly lowest: Deeds;
  readonly highest: Deeds;
}

const nothing: Sent = { lowest: noDeeds, highest: noDeeds };

export class OwnDeeds {
  /** All peers may know of these. */
  #common: Deeds = noDeeds;
  readonly #sent = new Map<ReplicaId, Sent>();

  /** The storage held these at the start. */
  begin(stored: Deeds): void {
    this.#common = stored;
  }

  /** A message to `peer` leaves that shows `deeds`. */
  note(peer: ReplicaId, deeds: Deeds): void {
    if (deeds.ballot === noBallot) return;
    const { lowest, highest } = this.#sent.get(peer) ?? nothing;
    const isNews =
      isHigherBallot(deeds.ballot, highest.ballot) ||
      deeds.acceptedThrough > highest.acceptedThrough ||
      isHigherBallot(lowest.ballot, deeds.ballot) ||
      (deeds.acceptedThrough !== noSlot && deeds.acceptedThrough < lowest.acceptedThrough);
    if (!isNews) return;
    if (!this.#sent.has(peer) && this.#sent.size >= maxMembersSeen) this.#forgetReceivers();
    this.#sent.set(peer, { lowest: lowestOf(lowest, deeds), highest: highestOf(highest, deeds) });
  }

  /** Whether `peer` can have seen this start, or one that the storage knows of, do `reported`. */
  explain(peer: ReplicaId, reported: Deeds): boolean {
    const { lowest, highest } = this.#sent.get(peer) ?? nothing;
    return (
      this.#explainBallot(reported.ballot, lowest.ballot, highest.ballot) &&
      this.#explainSlot(reported.acceptedThrough, lowest.acceptedThrough, highest.acceptedThrough)
    );
  }

  #explainBallot(reported: Ballot, lowest: Ballot, highest: Ballot): boolean {
    if (!isHigherBallot(reported, this.#common.ballot)) return true;
    return !isHigherBallot(lowest, reported) && !isHigherBallot(reported, highest);
  }

  #explainSlot(reported: Slot, lowest: Slot, highest: Slot): boolean {
    return reported <= this.#common.acceptedThrough || (reported >= lowest && reported <= highest);
  }

  /** Bounds memory; from here on every peer may know of everything that was sent to any. */
  #forgetReceivers(): void {
    for (const { highest } of this.#sent.values()) this.#common = highestOf(this.#common, highest);
    this.#sent.clear();
  }
}

function highestOf(one: Deeds, other: Deeds): Deeds {
  return {
    ballot: higherBallot(one.ballot, other.ballot),
    acceptedThrough:
      one.acceptedThrough > other.acceptedThrough ? one.acceptedThrough : other.acceptedThrough,
  };
}

/** Of those ballots and slots that are any. */
function lowestOf(known: Deeds, deeds: Deeds): Deeds {
  const isFirst = known.ballot === noBallot;
  const ballot = isFirst || isHigherBallot(known.ballot, deeds.ballot) ? deeds.ballot : known.ballot;
  const slots = [known.acceptedThrough, deeds.acceptedThrough].filter((slot) => slot !== noSlot);
  const [first = noSlot, second = first] = slots;
  return { ballot, acceptedThrough: first < second ? first : second };
}
