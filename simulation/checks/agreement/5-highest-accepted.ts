/**
 * 5. A leader proposes for a slot the highest accepted entry that a majority's promises report, if they report any of its
 * epoch. An entry of an earlier epoch can no longer be decided.
 *
 * The check cannot see which majority a leader used; it checks that a suitable one exists among the delivered promises.
 * Source: Lamport, "Paxos Made Simple" (2001), P2c.
 */

import type { DurableState, LogRecord, Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope, Message, PromiseReply } from '#shared/paxos/messages.ts';
import { type Ballot, compareBallots, formatBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { describeEntry } from '../../describe.ts';
import type { Check, Recovery } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { isIdenticalEntry } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '5 highest accepted';

/** One voter's report on one slot; `noBallot` if it has accepted nothing there. */
interface Report {
  readonly ballot: Ballot;
  readonly entry: Entry | undefined;
}

export class HighestAccepted implements Check {
  readonly #ledger: Ledger;
  /** By ballot: the promises delivered to the candidate's present incarnation, by sender. */
  readonly #promises = new Map<string, Map<ReplicaId, PromiseReply[]>>();
  /** Each replica's own acceptances, by slot, in ascending ballots. */
  readonly #own = new Map<ReplicaId, Map<Slot, LogRecord[]>>();
  readonly #seen = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  succeeded({ id, ledger }: Recovery): HighestAccepted {
    const next = new HighestAccepted(ledger);
    next.#own.set(id, new Map(this.#own.get(id)));
    return next;
  }

  booted(id: ReplicaId, state: DurableState | undefined, _status: Status): void {
    this.#own.set(id, new Map());
    for (const record of state?.records ?? []) this.#noteOwn(id, record);
  }

  wrote(id: ReplicaId, { records }: Write): void {
    for (const record of records) this.#noteOwn(id, record);
  }

  received(id: ReplicaId, from: ReplicaId, message: Message): void {
    if (message.type !== 'promise' || message.ballot.replica !== id) return;
    const name = formatBallot(message.ballot);
    const inBallot = this.#promises.get(name) ?? new Map<ReplicaId, PromiseReply[]>();
    this.#promises.set(name, inBallot);
    inBallot.set(from, [...(inBallot.get(from) ?? []), message]);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose') return;
    let slot = message.firstSlot;
    for (const entry of message.entries) {
      const name = `${slot} ${formatBallot(message.ballot)}`;
      if (!this.#seen.has(name)) {
        this.#seen.add(name);
        this.#assertAllowed(id, message.ballot, slot, entry);
      }
      slot = nextSlot(slot);
    }
  }

  #assertAllowed(id: ReplicaId, ballot: Ballot, slot: Slot, entry: Entry): void {
    const what = `${id} proposes ${describeEntry(entry)} in slot ${slot}, ballot ${formatBallot(ballot)}`;
    const chosen = this.#ledger.chosen(slot);
    if (chosen !== undefined && compareBallots(chosen.ballot, ballot) < 0) {
      if (!isIdenticalEntry(chosen.entry, entry)) {
        throw new Violation(rule, `${what}, after ${describeEntry(chosen.entry)} was chosen`);
      }
      return;
    }
    // The voters that elected the leader. If other voters govern the slot by now, the proposal cannot be chosen.
    const voters = this.#ledger.configurationOf(ballot.epoch)?.voters ?? [];
    if (!voters.includes(id)) throw new Violation(rule, `${what}, where it does not vote`);
    const reports = voters.flatMap((voter) => {
      const report = voter === id ? this.#ownReport(id, slot, ballot) : this.#report(voter, slot, ballot);
      return report === undefined ? [] : [inEpoch(report, ballot)];
    });
    if (reports.length * 2 <= voters.length) {
      throw new Violation(
        rule,
        `${what}, with ${reports.length} promises of ${voters.length} voters for that slot`,
      );
    }
    if (!isAllowed(entry, reports, voters.length)) {
      const reported = reports.map(
        (report) => `${formatBallot(report.ballot)}:${report.entry ? describeEntry(report.entry) : '-'}`,
      );
      throw new Violation(rule, `${what}, but received the reports ${reported.join(', ')}`);
    }
  }

  #report(voter: ReplicaId, slot: Slot, ballot: Ballot): Report | undefined {
    const promise = this.#promises
      .get(formatBallot(ballot))
      ?.get(voter)
      ?.find((candidate) => candidate.firstSlot <= slot);
    if (promise === undefined) return undefined;
    const accepted = promise.accepted.find((candidate) => candidate.slot === slot);
    return { ballot: accepted?.ballot ?? noBallot, entry: accepted?.entry };
  }

  #ownReport(id: ReplicaId, slot: Slot, below: Ballot): Report {
    const records = this.#own.get(id)?.get(slot) ?? [];
    const accepted = records.findLast((record) => compareBallots(record.ballot, below) < 0);
    return { ballot: accepted?.ballot ?? noBallot, entry: accepted?.entry };
  }

  #noteOwn(id: ReplicaId, record: LogRecord): void {
    const slots = this.#own.get(id) ?? new Map<Slot, LogRecord[]>();
    this.#own.set(id, slots);
    slots.set(record.slot, [...(slots.get(record.slot) ?? []), record]);
  }
}

/** A report of an entry that was proposed under earlier voters obliges to nothing. */
function inEpoch(report: Report, { epoch }: Ballot): Report {
  const isEarlier = compareBallots(report.ballot, noBallot) > 0 && report.ballot.epoch < epoch;
  return isEarlier ? { ballot: noBallot, entry: undefined } : report;
}

/** Whether a majority of `reports` has `entry` as its highest accepted entry, or has accepted nothing. */
function isAllowed(entry: Entry, reports: readonly Report[], voters: number): boolean {
  const isMajority = (some: readonly Report[]): boolean => some.length * 2 > voters;
  if (isMajority(reports.filter((report) => report.entry === undefined))) return true;
  return reports.some(
    (highest) =>
      highest.entry !== undefined &&
      isIdenticalEntry(highest.entry, entry) &&
      isMajority(reports.filter((report) => compareBallots(report.ballot, highest.ballot) <= 0)),
  );
}
