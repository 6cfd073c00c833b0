/**
 * Phase 1, as the candidate sees it: promises collected, and what they oblige it to propose.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2, P2c, for all slots from one on at once (section 3).
 */

import type { AcceptedEntry, PromiseReply } from '../messages.ts';
import { type Ballot, isHigherBallot } from '../model/ballot.ts';
import { type Configuration, isQuorum } from '../model/configuration.ts';
import { type Entry, noop } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export class Candidacy {
  readonly ballot: Ballot;
  /** Promises were asked for from this slot on. */
  readonly from: Slot;
  /** Whose majority is needed: in force for `from`. */
  readonly configuration: Configuration;
  readonly sinceTick: number;
  readonly #promises = new Map<ReplicaId, PromiseReply>();

  constructor(ballot: Ballot, from: Slot, configuration: Configuration, tick: number) {
    this.ballot = ballot;
    this.from = from;
    this.configuration = configuration;
    this.sinceTick = tick;
  }

  hasPromiseOf(voter: ReplicaId): boolean {
    return this.#promises.has(voter);
  }

  /** The caller has checked that `promise` answers this candidacy's ballot and `from`. */
  note(voter: ReplicaId, promise: PromiseReply): void {
    this.#promises.set(voter, promise);
  }

  /**
   * Whether the candidate may lead: a majority has promised, and the candidate itself knows every slot that
   * some promise leaves out as decided.
   */
  isComplete(decidedThrough: Slot): boolean {
    if (!isQuorum(this.configuration, new Set(this.#promises.keys()))) return false;
    for (const promise of this.#promises.values()) if (promise.firstSlot > decidedThrough + 1) return false;
    return true;
  }

  /** The furthest that any of the promisers knows decisions, and who that is. */
  mostInformed(): { readonly peer: ReplicaId; readonly decidedThrough: Slot } | undefined {
    let best: { peer: ReplicaId; decidedThrough: Slot } | undefined;
    for (const [peer, { decidedThrough }] of this.#promises) {
      if (best === undefined || decidedThrough > best.decidedThrough) best = { peer, decidedThrough };
    }
    return best;
  }

  /**
   * What has to be proposed from the slot after `decidedThrough` on: in each slot the entry of the highest ballot
   * reported, `noop` where none was, up to the last slot reported or the first configuration. What lies behind a
   * configuration is for its own voters to report.
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
      const entry = highest.get(slot)?.entry ?? noop;
      entries.push(entry);
      if (entry.type === 'configuration') break;
    }
    return entries;
  }
}
