/**
 * The learner: counts who has accepted what, until a majority has.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.3. Every acceptor tells every learner, which costs more
 * messages and saves the message delay that a distinguished learner would add.
 */

import { type Ballot, compareBallots, isSameBallot } from '../model/ballot.ts';
import { isQuorum } from '../model/configuration.ts';
import type { Entry } from '../model/entry.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';

/** What is known of one undecided slot, in the highest ballot in which anything was heard of it. */
interface Tally {
  readonly ballot: Ballot;
  readonly accepted: Set<ReplicaId>;
  entry: Entry | undefined;
}

export interface Chosen {
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** The caller keeps slots within bounds: above `decidedThrough`, and not too far above. */
export class Learner {
  readonly #tallies = new Map<Slot, Tally>();

  /** `entry` was proposed for `slot` in `ballot`, by its only proposer. */
  noteProposal(slot: Slot, ballot: Ballot, entry: Entry): void {
    const tally = this.#tally(slot, ballot);
    if (tally !== undefined) tally.entry = entry;
  }

  /** `voter` has durably accepted, in `slot`, what was proposed in `ballot`. */
  noteAccept(slot: Slot, ballot: Ballot, voter: ReplicaId): void {
    this.#tally(slot, ballot)?.accepted.add(voter);
  }

  hasAccepted(slot: Slot, ballot: Ballot, voter: ReplicaId): boolean {
    const tally = this.#tallies.get(slot);
    return tally !== undefined && isSameBallot(tally.ballot, ballot) && tally.accepted.has(voter);
  }

  /**
   * What a majority of the voters in force has accepted in `slot`, if its content is known here. What was proposed
   * under other voters does not count: two such proposals could each have a majority of these.
   */
  chosen(slot: Slot, { epoch, configuration }: InForce): Chosen | undefined {
    const tally = this.#tallies.get(slot);
    if (tally?.entry === undefined || tally.ballot.epoch !== epoch) return undefined;
    if (!isQuorum(configuration, tally.accepted)) return undefined;
    return { ballot: tally.ballot, entry: tally.entry };
  }

  /** What was proposed for `slot` in this very ballot, if it was heard. */
  proposed(slot: Slot, ballot: Ballot): Entry | undefined {
    const tally = this.#tallies.get(slot);
    return tally !== undefined && isSameBallot(tally.ballot, ballot) ? tally.entry : undefined;
  }

  /** `slot` is decided: nothing more needs counting. */
  forget(slot: Slot): void {
    this.#tallies.delete(slot);
  }

  /** Nothing that was heard of any slot counts any more. */
  forgetAll(): void {
    this.#tallies.clear();
  }

  /** Every slot up to `through` is decided. */
  forgetThrough(through: Slot): void {
    for (const slot of this.#tallies.keys()) if (slot <= through) this.#tallies.delete(slot);
  }

  /** The tally of `slot` in `ballot`; a higher ballot replaces a lower one, a lower one is of no interest. */
  #tally(slot: Slot, ballot: Ballot): Tally | undefined {
    const tally = this.#tallies.get(slot);
    if (tally !== undefined) {
      const order = compareBallots(ballot, tally.ballot);
      if (order === 0) return tally;
      if (order < 0) return undefined;
    }
    const fresh: Tally = { ballot, accepted: new Set(), entry: undefined };
    this.#tallies.set(slot, fresh);
    return fresh;
  }
}
