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

/** The range of what was sent. `noBallot` or `noSlot` at both ends: nothing was sent. */
interface Sent {
  lowestBallot: Ballot;
  highestBallot: Ballot;
  lowestSlot: Slot;
  highestSlot: Slot;
}

function nothing(): Sent {
  return { lowestBallot: noBallot, highestBallot: noBallot, lowestSlot: noSlot, highestSlot: noSlot };
}

export class OwnDeeds {
  /** All peers may know of these. */
  #common: Deeds = noDeeds;
  readonly #sent = new Map<ReplicaId, Sent>();
  /** Accepts that a leader has, which may report them to any peer. */
  readonly #gathered = nothing();

  /** The storage held these at the start. */
  begin(stored: Deeds): void {
    this.#common = stored;
  }

  /** A message to `peer` leaves that shows `deeds`. */
  note(peer: ReplicaId, deeds: Deeds): void {
    if (deeds.ballot === noBallot) return;
    let sent = this.#sent.get(peer);
    if (sent === undefined) {
      if (this.#sent.size >= maxMembersSeen) this.#forgetReceivers();
      sent = nothing();
      this.#sent.set(peer, sent);
    }
    include(sent, deeds);
  }

  /** An accept that shows `deeds` is on its way to the leader of its ballot, which may be this replica itself. */
  noteGathered(deeds: Deeds): void {
    include(this.#gathered, deeds);
  }

  /** Whether `peer` can have seen this start, or one that the storage knows of, do `reported`. */
  explain(peer: ReplicaId, { ballot, acceptedThrough }: Deeds): boolean {
    const all = [this.#sent.get(peer) ?? nothing(), this.#gathered];
    const { ballot: storedBallot, acceptedThrough: storedThrough } = this.#common;
    return (
      (!isHigherBallot(ballot, storedBallot) || all.some((range) => hasBallot(range, ballot))) &&
      (acceptedThrough <= storedThrough || all.some((range) => hasSlot(range, acceptedThrough)))
    );
  }

  /** Bounds memory; from here on every peer may know of everything that was sent to any. */
  #forgetReceivers(): void {
    let { ballot, acceptedThrough } = this.#common;
    for (const { highestBallot, highestSlot } of this.#sent.values()) {
      ballot = higherBallot(ballot, highestBallot);
      if (highestSlot > acceptedThrough) acceptedThrough = highestSlot;
    }
    this.#common = { ballot, acceptedThrough };
    this.#sent.clear();
  }
}

/** Extends `sent` by `deeds`. In place: each message that leaves is noted. */
function include(sent: Sent, { ballot, acceptedThrough }: Deeds): void {
  if (sent.lowestBallot === noBallot || isHigherBallot(sent.lowestBallot, ballot)) sent.lowestBallot = ballot;
  if (isHigherBallot(ballot, sent.highestBallot)) sent.highestBallot = ballot;
  if (acceptedThrough === noSlot) return;
  if (sent.lowestSlot === noSlot || acceptedThrough < sent.lowestSlot) sent.lowestSlot = acceptedThrough;
  if (acceptedThrough > sent.highestSlot) sent.highestSlot = acceptedThrough;
}

function hasBallot({ lowestBallot, highestBallot }: Sent, ballot: Ballot): boolean {
  return !isHigherBallot(lowestBallot, ballot) && !isHigherBallot(ballot, highestBallot);
}

function hasSlot({ lowestSlot, highestSlot }: Sent, slot: Slot): boolean {
  return slot >= lowestSlot && slot <= highestSlot;
}
