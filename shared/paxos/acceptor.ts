/**
 * The acceptor: what this replica has promised and accepted.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2, P1a: an acceptor accepts a proposal numbered n if and
 * only if it has not responded to a prepare request with a number greater than n.
 */

import { type Ballot, compareBallots, formatBallot, isHigherBallot, isSameBallot } from './ballot.ts';
import type { LogRecord } from './effects.ts';
import { type Entry, entryBytes, isSameEntry } from './entry.ts';
import { nextSlot, type Slot } from './ids.ts';
import { invariant } from './invariant.ts';
import type { Log } from './log.ts';
import { type AcceptedEntry, maxMessageEntries, maxPromiseBytes } from './messages.ts';

/** What a proposal changed. */
export interface Acceptance {
  /** What is to be written before the acceptance may be spoken of. */
  readonly records: readonly LogRecord[];
  /** Whether the promise was raised by it, and is to be written too. */
  readonly raised: boolean;
  /** The last slot accepted; below the first one proposed if none was. */
  readonly through: Slot;
}

/** What a promise lists. */
export interface Report {
  /** The first slot that the list speaks of. */
  readonly from: Slot;
  readonly accepted: readonly AcceptedEntry[];
}

export class Acceptor {
  readonly #log: Log;
  readonly #maxSlotsAhead: number;
  #promised: Ballot;

  constructor(log: Log, promised: Ballot, maxSlotsAhead: number) {
    this.#log = log;
    this.#promised = promised;
    this.#maxSlotsAhead = maxSlotsAhead;
  }

  /** The highest ballot promised. Never goes down. */
  get promised(): Ballot {
    return this.#promised;
  }

  /** Whether proposals in `ballot` may still be accepted. */
  allows(ballot: Ballot): boolean {
    return compareBallots(ballot, this.#promised) >= 0;
  }

  /**
   * Promises to accept nothing in lower ballots.
   *
   * @returns whether the promise was raised, and so must be written. Asked again in the same ballot, it was not.
   */
  promise(ballot: Ballot): boolean {
    invariant(this.allows(ballot), `promised ${formatBallot(this.#promised)}, not ${formatBallot(ballot)}`);
    const raised = isHigherBallot(ballot, this.#promised);
    this.#promised = ballot;
    return raised;
  }

  /**
   * Everything accepted at or after `from`. Where that is more than a message may carry, the decided slots are
   * left out: the candidate learns those first.
   */
  report(from: Slot, decidedThrough: Slot): Report {
    const accepted = this.#log.recordsFrom(from);
    let bytes = 0;
    for (const record of accepted) bytes += entryBytes(record.entry);
    if (bytes <= maxPromiseBytes && accepted.length <= maxMessageEntries) return { from, accepted };
    const undecided = decidedThrough >= from ? nextSlot(decidedThrough) : from;
    return { from: undecided, accepted: accepted.filter((record) => record.slot >= undecided) };
  }

  /**
   * Accepts `entries` in `ballot` for the slots from `from` on, as far ahead of `decidedThrough` as is kept.
   * A slot that is decided already holds the very entry that is proposed, whoever proposes it: it counts as
   * accepted and is left as it is.
   */
  accept(ballot: Ballot, from: Slot, entries: readonly Entry[], decidedThrough: Slot): Acceptance {
    const raised = this.promise(ballot);
    const records: LogRecord[] = [];
    let slot = from;
    let through = (from - 1) as Slot;
    for (const entry of entries) {
      if (slot > decidedThrough + this.#maxSlotsAhead) break;
      if (slot <= decidedThrough) this.#assertDecided(slot, entry);
      else if (!this.#holds(slot, ballot, entry)) {
        const record = { slot, ballot, entry };
        this.#log.set(record);
        records.push(record);
      }
      through = slot;
      slot = nextSlot(slot);
    }
    return { records, raised, through };
  }

  /** Whether `entry` was accepted in this very ballot before. */
  #holds(slot: Slot, ballot: Ballot, entry: Entry): boolean {
    const held = this.#log.get(slot);
    if (held === undefined || !isSameBallot(held.ballot, ballot)) return false;
    invariant(
      isSameEntry(held.entry, entry),
      `two entries were proposed for slot ${slot} in ballot ${formatBallot(ballot)}`,
    );
    return true;
  }

  #assertDecided(slot: Slot, entry: Entry): void {
    const held = this.#log.get(slot);
    invariant(
      held === undefined || isSameEntry(held.entry, entry),
      `slot ${slot} is decided and something else was proposed for it`,
    );
  }
}
