/**
 * The deeds of this replica that each peer can know: those that its storage held at the start, those that it has
 * sent to that peer since, and the accepts that it has sent to leaders, which report them to others. A peer that reports
 * any other has seen an earlier start of this replica do more than its storage holds now (`docs/protocol.md`, "Model").
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
  /** Accepts that a leader has, which may report them to any peer. */
  #gathered: Sent = nothing;

  /** The storage held these at the start. */
  begin(stored: Deeds): void {
    this.#common = stored;
  }

  /** A message to `peer` leaves that shows `deeds`. */
  note(peer: ReplicaId, deeds: Deeds): void {
    if (deeds.ballot === noBallot) return;
    const known = this.#sent.get(peer) ?? nothing;
    const sent = including(known, deeds);
    if (sent === known) return;
    if (!this.#sent.has(peer) && this.#sent.size >= maxMembersSeen) this.#forgetReceivers();
    this.#sent.set(peer, sent);
  }

  /** An accept that shows `deeds` is on its way to the leader of its ballot, which may be this replica itself. */
  noteGathered(deeds: Deeds): void {
    this.#gathered = including(this.#gathered, deeds);
  }

  /** Whether `peer` can have seen this start, or one that the storage knows of, do `reported`. */
  explain(peer: ReplicaId, { ballot, acceptedThrough }: Deeds): boolean {
    const sent = this.#sent.get(peer) ?? nothing;
    const all = [sent, this.#gathered];
    const { ballot: storedBallot, acceptedThrough: storedThrough } = this.#common;
    return (
      (!isHigherBallot(ballot, storedBallot) || all.some((range) => hasBallot(range, ballot))) &&
      (acceptedThrough <= storedThrough || all.some((range) => hasSlot(range, acceptedThrough)))
    );
  }

  /** Bounds memory; from here on every peer may know of everything that was sent to any. */
  #forgetReceivers(): void {
    for (const { highest } of this.#sent.values()) this.#common = highestOf(this.#common, highest);
    this.#sent.clear();
  }
}

/** @returns `known` itself unless `deeds` are outside of it. */
function including(known: Sent, deeds: Deeds): Sent {
  const { lowest, highest } = known;
  const isNews =
    isHigherBallot(deeds.ballot, highest.ballot) ||
    deeds.acceptedThrough > highest.acceptedThrough ||
    isHigherBallot(lowest.ballot, deeds.ballot) ||
    (deeds.acceptedThrough !== noSlot && deeds.acceptedThrough < lowest.acceptedThrough);
  return isNews ? { lowest: lowestOf(lowest, deeds), highest: highestOf(highest, deeds) } : known;
}

function hasBallot({ lowest, highest }: Sent, ballot: Ballot): boolean {
  return !isHigherBallot(lowest.ballot, ballot) && !isHigherBallot(ballot, highest.ballot);
}

function hasSlot({ lowest, highest }: Sent, slot: Slot): boolean {
  return slot >= lowest.acceptedThrough && slot <= highest.acceptedThrough;
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
  const { acceptedThrough } = deeds;
  const isLower = acceptedThrough !== noSlot && acceptedThrough < known.acceptedThrough;
  return {
    ballot,
    acceptedThrough: isLower || known.acceptedThrough === noSlot ? acceptedThrough : known.acceptedThrough,
  };
}
