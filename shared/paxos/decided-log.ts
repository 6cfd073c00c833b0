/**
 * What this replica knows to be decided: slot after slot, and what that makes of configurations and sessions.
 *
 * Three ways lead here: a majority of accepts was counted, the leader said so of what it proposed, or someone who
 * knows told (`docs/protocol.md`, "Learning").
 */

import { type Ballot, noBallot } from './ballot.ts';
import type { Configuration } from './configuration.ts';
import { ConfigurationHistory } from './configuration-history.ts';
import type { Decided, LogRecord } from './effects.ts';
import { type Entry, isSameEntry } from './entry.ts';
import { nextSlot, noSlot, type Slot } from './ids.ts';
import type { Learner } from './learner.ts';
import type { Log } from './log.ts';
import { Sessions } from './sessions.ts';

/** Hears of each decided slot, in order; `ballot` is one in which a majority accepted it, or none if unknown. */
export type DecidedListener = (decided: Decided, ballot: Ballot) => void;

export class DecidedLog {
  readonly sessions = new Sessions();
  readonly #log: Log;
  readonly #learner: Learner;
  readonly #maxSlotsAhead: number;
  readonly #listener: DecidedListener;
  readonly #configurations = new ConfigurationHistory();
  #through = noSlot;
  #unwritten: LogRecord[] = [];

  constructor(log: Log, learner: Learner, maxSlotsAhead: number, listener: DecidedListener) {
    this.#log = log;
    this.#learner = learner;
    this.#maxSlotsAhead = maxSlotsAhead;
    this.#listener = listener;
  }

  /** Every slot up to here is decided and known here. */
  get through(): Slot {
    return this.#through;
  }

  /** In force for the next slot; absent in a newcomer. */
  get configuration(): Configuration | undefined {
    return this.#configurations.latest;
  }

  get hasUnwritten(): boolean {
    return this.#unwritten.length > 0;
  }

  /** Decided entries that the storage does not hold yet; the caller writes them. */
  takeUnwritten(): readonly LogRecord[] {
    const records = this.#unwritten;
    this.#unwritten = [];
    return records;
  }

  /** Whether `position` is undecided and not too far ahead to be kept. */
  isWithinReach(position: Slot): boolean {
    return position > this.#through && position <= this.#through + this.#maxSlotsAhead;
  }

  /** Decides whatever a majority of the voters in force has accepted, slot by slot. */
  advance(): void {
    for (;;) {
      const position = nextSlot(this.#through);
      const inForce = this.#configurations.at(position);
      const chosen = inForce === undefined ? undefined : this.#learner.chosen(position, inForce);
      if (chosen === undefined) return;
      this.#decide(chosen.entry, chosen.ballot);
    }
  }

  /** The leader of `ballot` says that all up to `through` is decided: so is what it proposed there. */
  commit(ballot: Ballot, through: Slot): void {
    while (this.#through < through) {
      const entry = this.#learner.proposed(nextSlot(this.#through), ballot);
      if (entry === undefined) return;
      this.#decide(entry, ballot);
    }
  }

  /** Someone who knows says that `entry` is decided in the next slot. */
  learn(entry: Entry): void {
    const held = this.#log.get(nextSlot(this.#through));
    this.#decide(entry, held !== undefined && isSameEntry(held.entry, entry) ? held.ballot : noBallot);
  }

  /** The log holds `entry` in the next slot, and the storage has it as decided. */
  replay(entry: Entry): void {
    this.#apply(entry, noBallot);
  }

  #decide(entry: Entry, ballot: Ballot): void {
    const position = nextSlot(this.#through);
    const held = this.#log.get(position);
    if (held === undefined || !isSameEntry(held.entry, entry)) {
      const record: LogRecord = { slot: position, ballot: noBallot, entry };
      this.#log.set(record);
      this.#unwritten.push(record);
    }
    this.#learner.forget(position);
    this.#apply(entry, ballot);
  }

  #apply(entry: Entry, ballot: Ballot): void {
    const position = nextSlot(this.#through);
    this.#through = position;
    if (entry.type === 'configuration') this.#configurations.add(position, entry.configuration);
    const commands = entry.type === 'commands' ? this.sessions.admitAll(entry.commands) : [];
    this.#listener({ slot: position, entry, commands }, ballot);
  }
}
