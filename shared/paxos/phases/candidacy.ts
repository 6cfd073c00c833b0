/**
 * Phase 1 of a candidate: collects promises, and derives the entries that they oblige it to propose.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2, P2c, for all slots from one up at once (section 3).
 */

import type { AcceptedEntry, PromiseReply } from '../messages.ts';
import { type Ballot, isHigherBallot, isSameBallot, noBallot } from '../model/ballot.ts';
import { type Configuration, isQuorum } from '../model/configuration.ts';
import { type Entry, noop } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export class Candidacy {
  readonly ballot: Ballot;
  /** The first slot of the `prepare`. */
  readonly firstSlot: Slot;
  /** In force for `firstSlot`; a majority of its voters is needed. */
  readonly configuration: Configuration;
  readonly sinceTick: number;
  readonly #promises = new Map<ReplicaId, PromiseReply>();

  constructor(ballot: Ballot, firstSlot: Slot, configuration: Configuration, tick: number) {
    this.ballot = ballot;
    this.firstSlot = firstSlot;
    this.configuration = configuration;
    this.sinceTick = tick;
  }

  hasPromiseOf(voter: ReplicaId): boolean {
    return this.#promises.has(voter);
  }

  /** The caller has checked that `promise` answers this candidacy's ballot and `firstSlot`. */
  note(voter: ReplicaId, promise: PromiseReply): void {
    this.#promises.set(voter, promise);
  }

  /**
   * Whether the candidate may lead: a majority has promised, and the candidate itself knows every slot that a promise
   * omits as decided.
   */
  isComplete(decidedThrough: Slot): boolean {
    if (!isQuorum(this.configuration, new Set(this.#promises.keys()))) return false;
    for (const promise of this.#promises.values()) if (promise.firstSlot > decidedThrough + 1) return false;
    return true;
  }

  /**
   * The entries to propose from the slot after `decidedThrough` up: in each slot the reported entry of the highest
   * ballot, or `noop`, through the last reported slot or the first configuration. Slots after a configuration are for
   * its own voters to report. A configuration that was proposed under earlier voters counts as `noop`.
   */
  recovered(decidedThrough: Slot): readonly Entry[] {
    const highest = new Map<Slot, AcceptedEntry>();
    let last = decidedThrough;
    for (const { accepted } of this.#promises.values()) {
      for (const report of accepted) {
        if (report.slot <= decidedThrough) continue;
        const known = highest.get(report.slot);
        if (known === undefined || isHigherBallot(report.ballot, known.ballot))
          highest.set(report.slot, report);
        if (report.slot > last) last = report.slot;
      }
    }
    const entries: Entry[] = [];
    for (let slot = nextSlot(decidedThrough); slot <= last; slot = nextSlot(slot)) {
      const report = highest.get(slot);
      const entry = report === undefined || this.#isOvertaken(report) ? noop : report.entry;
      entries.push(entry);
      if (entry.type === 'configuration') break;
    }
    return entries;
  }

  /**
   * Whether it is a configuration of an earlier epoch: in this slot it can no longer be decided (`docs/protocol.md`,
   * "Changing the voters"), and its invitation counted the holders among other voters.
   */
  #isOvertaken({ ballot, entry }: AcceptedEntry): boolean {
    const isKnownDecided = isSameBallot(ballot, noBallot);
    return entry.type === 'configuration' && !isKnownDecided && ballot.epoch < this.ballot.epoch;
  }
}
