/**
 * The acceptor: this replica's promises and accepts.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2, P1a: an acceptor accepts a proposal numbered n if and only
 * if it has not responded to a prepare request with a number greater than n.
 */

import type { LogRecord } from '../effects.ts';
import type { Log } from '../log/log.ts';
import { type AcceptedEntry, maxMessageEntries, maxPromiseBytes } from '../messages.ts';
import { type Ballot, compareBallots, formatBallot, isHigherBallot, isSameBallot } from '../model/ballot.ts';
import { type Entry, entryBytes, isSameEntry } from '../model/entry.ts';
import { nextSlot, type Slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Limits } from '../model/limits.ts';

/** The effect of a proposal. */
export interface Acceptance {
  /** To be written before the accept may be sent. */
  readonly records: readonly LogRecord[];
  /** Whether the proposal raised the promise, which must then be written too. */
  readonly raised: boolean;
  /** The last slot accepted; below the first one proposed if none was. */
  readonly through: Slot;
  /** A slot that is decided with an entry other than the proposed one. */
  readonly outdatedAt?: Slot;
}

/** The content of a promise. */
export interface Report {
  /** The first slot that the list covers. */
  readonly firstSlot: Slot;
  readonly accepted: readonly AcceptedEntry[];
}

export class Acceptor {
  readonly #log: Log;
  readonly #maxSlotsAhead: number;
  readonly #maxUndecidedBytes: number;
  #promised: Ballot;

  constructor(log: Log, promised: Ballot, limits: Limits) {
    this.#log = log;
    this.#promised = promised;
    this.#maxSlotsAhead = limits.maxSlotsAhead;
    this.#maxUndecidedBytes = limits.maxUndecidedBytes;
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
   * @returns whether the promise was raised, and so must be written; false for a repeated ballot.
   */
  promise(ballot: Ballot): boolean {
    invariant(
      this.allows(ballot),
      () => `promised ${formatBallot(this.#promised)}, not ${formatBallot(ballot)}`,
    );
    const raised = isHigherBallot(ballot, this.#promised);
    this.#promised = ballot;
    return raised;
  }

  /**
   * Everything accepted at or after `firstSlot`. If that exceeds a message, or was compacted, the decided slots are
   * omitted: the candidate learns those first.
   */
  report(firstSlot: Slot, decidedThrough: Slot): Report {
    const accepted = this.#log.recordsSince(firstSlot);
    let bytes = 0;
    for (const record of accepted) bytes += entryBytes(record.entry);
    const fits = bytes <= maxPromiseBytes && accepted.length <= maxMessageEntries;
    if (fits && firstSlot > this.#log.compactedThrough) return { firstSlot, accepted };
    const undecided = decidedThrough >= firstSlot ? nextSlot(decidedThrough) : firstSlot;
    return { firstSlot: undecided, accepted: accepted.filter((record) => record.slot >= undecided) };
  }

  /**
   * Accepts `entries` in `ballot` for the slots from `firstSlot` up, within the bounds ahead of `decidedThrough`. A
   * decided slot counts as accepted if it holds exactly the proposed entry, and ends the acceptance otherwise: the
   * proposer is outdated, and an accept could get a second entry chosen for that slot.
   */
  accept(ballot: Ballot, firstSlot: Slot, entries: readonly Entry[], decidedThrough: Slot): Acceptance {
    const raised = this.promise(ballot);
    const records: LogRecord[] = [];
    let slot = firstSlot;
    for (const entry of entries) {
      const isHeld = this.#holds(slot, ballot, entry);
      if (slot <= decidedThrough) {
        if (!isHeld && !this.#isDecidedAs(slot, entry))
          return { records, raised, through: before(slot), outdatedAt: slot };
      } else if (!isHeld) {
        if (!this.#hasRoom(slot, entry, decidedThrough)) break;
        const record = { slot, ballot, entry };
        this.#log.set(record);
        records.push(record);
      }
      slot = nextSlot(slot);
    }
    return { records, raised, through: before(slot) };
  }

  /** A leader accepts its own proposals in `ballot` without a bound: its window bounds them. */
  acceptOwn(ballot: Ballot, firstSlot: Slot, entries: readonly Entry[]): readonly LogRecord[] {
    this.promise(ballot);
    const records: LogRecord[] = [];
    let slot = firstSlot;
    for (const entry of entries) {
      const record: LogRecord = { slot, ballot, entry };
      this.#log.set(record);
      records.push(record);
      slot = nextSlot(slot);
    }
    return records;
  }

  /** Bounds memory, and the size of a promise; the next slot always has room. */
  #hasRoom(slot: Slot, entry: Entry, decidedThrough: Slot): boolean {
    if (slot === decidedThrough + 1) return true;
    if (slot > decidedThrough + this.#maxSlotsAhead) return false;
    const room = this.#maxUndecidedBytes - entryBytes(entry);
    return this.#log.undecidedBytes <= room || this.#log.undecidedBytesBefore(slot) <= room;
  }

  /** Whether `entry` was accepted in exactly this ballot before. */
  #holds(slot: Slot, ballot: Ballot, entry: Entry): boolean {
    const held = this.#log.get(slot);
    if (held === undefined || !isSameBallot(held.ballot, ballot)) return false;
    invariant(
      isSameEntry(held.entry, entry),
      () => `two entries were proposed for slot ${slot} in ballot ${formatBallot(ballot)}`,
    );
    return true;
  }

  /** False for a compacted slot, whose content is unknown. */
  #isDecidedAs(slot: Slot, entry: Entry): boolean {
    const held = this.#log.get(slot);
    return held !== undefined && isSameEntry(held.entry, entry);
  }
}

function before(slot: Slot): Slot {
  return (slot - 1) as Slot;
}
