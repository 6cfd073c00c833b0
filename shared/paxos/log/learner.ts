/**
 * The learner: counts the accepts of each undecided slot until a majority has accepted.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.3. On a small board every acceptor informs every learner, which
 * saves the message delay of a distinguished learner; on a larger one the leader is that learner, which costs fewer
 * messages (`docs/protocol.md`, "Phase 1 and 2").
 */

import { type Ballot, compareBallots, isSameBallot } from '../model/ballot.ts';
import { isQuorum } from '../model/configuration.ts';
import type { Entry } from '../model/entry.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';

/** The accepts of one undecided slot, in the highest ballot seen for it. */
interface Tally {
  readonly ballot: Ballot;
  readonly accepted: Set<ReplicaId>;
  entry: Entry | undefined;
}

export interface Chosen {
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** The caller bounds the slots: above `decidedThrough`, and within a limit ahead of it. */
export class Learner {
  readonly #tallies = new Map<Slot, Tally>();

  /** `entry` was proposed for `slot` in `ballot`, by its only proposer. */
  noteProposal(slot: Slot, ballot: Ballot, entry: Entry): void {
    const tally = this.#tally(slot, ballot);
    if (tally !== undefined) tally.entry = entry;
  }

  /** `voter` has durably accepted the proposal of `ballot` for `slot`. */
  noteAccept(slot: Slot, ballot: Ballot, voter: ReplicaId): void {
    this.#tally(slot, ballot)?.accepted.add(voter);
  }

  hasAccepted(slot: Slot, ballot: Ballot, voter: ReplicaId): boolean {
    const tally = this.#tallies.get(slot);
    return tally !== undefined && isSameBallot(tally.ballot, ballot) && tally.accepted.has(voter);
  }

  /**
   * The entry that a majority of the voters in force has accepted in `slot`, if it is known here. Proposals made under
   * other voters do not count: two such proposals could each have a majority of these.
   */
  chosen(slot: Slot, { epoch, configuration }: InForce): Chosen | undefined {
    const tally = this.#tallies.get(slot);
    if (tally?.entry === undefined || tally.ballot.epoch !== epoch) return undefined;
    if (!isQuorum(configuration, tally.accepted)) return undefined;
    return { ballot: tally.ballot, entry: tally.entry };
  }

  /** The entry proposed for `slot` in exactly this ballot, if it was received. */
  proposed(slot: Slot, ballot: Ballot): Entry | undefined {
    const tally = this.#tallies.get(slot);
    return tally !== undefined && isSameBallot(tally.ballot, ballot) ? tally.entry : undefined;
  }

  /** `slot` is decided: its accepts are no longer needed. */
  forget(slot: Slot): void {
    this.#tallies.delete(slot);
  }

  /** Drops the accepts of every slot. */
  forgetAll(): void {
    this.#tallies.clear();
  }

  /** Every slot up to `through` is decided. */
  forgetThrough(through: Slot): void {
    for (const slot of this.#tallies.keys()) if (slot <= through) this.#tallies.delete(slot);
  }

  /** The tally of `slot` in `ballot`; a higher ballot replaces a lower one, a lower one is ignored. */
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
