/**
 * The decided slots known to this replica, with the configuration and the sessions that follow from them.
 *
 * A slot is decided here when a majority of accepts was counted, when the leader reports that it is decided as
 * proposed, or when a peer sends the decided entry (`docs/protocol.md`, "Learning").
 */

import type { Snapshot, SnapshotBase } from '../catch-up/snapshot.ts';
import type { Decided, LogRecord } from '../effects.ts';
import { type Ballot, noBallot } from '../model/ballot.ts';
import type { Configuration } from '../model/configuration.ts';
import { type Entry, entryBytes, isSameEntry } from '../model/entry.ts';
import { nextSlot, noSlot, type Slot } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';
import type { Limits } from '../model/limits.ts';
import type { Learner } from './learner.ts';
import type { Log } from './log.ts';
import { Sessions } from './sessions.ts';

/** Receives each decided slot, in order; `ballot` is one in which a majority accepted it, or `noBallot` if unknown. */
export type DecidedListener = (decided: Decided, ballot: Ballot) => void;

export class DecidedLog {
  readonly sessions = new Sessions();
  readonly #log: Log;
  readonly #learner: Learner;
  readonly #maxSlotsAhead: number;
  readonly #listener: DecidedListener;
  readonly #checkpointSlots: number;
  #through = noSlot;
  /** The last slot of the latest snapshot, or of one that has begun. */
  #snapshotThrough = noSlot;
  /** Only decided configurations count; undefined in a newcomer until it has learned the first slot. */
  #inForce: InForce | undefined;
  /** Bytes of the entries decided since the last snapshot. */
  #bytes = 0;
  #commands = 0;
  #unwritten: LogRecord[] = [];

  constructor(log: Log, learner: Learner, limits: Limits, listener: DecidedListener) {
    this.#log = log;
    this.#learner = learner;
    this.#maxSlotsAhead = limits.maxSlotsAhead;
    this.#checkpointSlots = limits.checkpointSlots;
    this.#listener = listener;
  }

  /** Every slot through this one is decided and known here. */
  get through(): Slot {
    return this.#through;
  }

  /** In force for the next slot; undefined in a newcomer. */
  get configuration(): Configuration | undefined {
    return this.#inForce?.configuration;
  }

  get inForce(): InForce | undefined {
    return this.#inForce;
  }

  /**
   * The slot that chose the configuration: no ballot of a later epoch is promised or proposed here. 0 in a newcomer.
   */
  get epoch(): Slot {
    return this.#inForce?.epoch ?? noSlot;
  }

  /** Bytes of the entries decided since the last snapshot. */
  get bytesSinceSnapshot(): number {
    return this.#bytes;
  }

  /** Commands applied since the last snapshot: a restart applies them again. */
  get commandsSinceSnapshot(): number {
    return this.#commands;
  }

  /** Slots decided since the last snapshot. */
  get slotsSinceSnapshot(): number {
    return this.#through - this.#snapshotThrough;
  }

  /** The engine's part of a snapshot through the last decided slot, which begins now; undefined in a newcomer. */
  snapshotBase(): SnapshotBase | undefined {
    if (this.#inForce === undefined) return undefined;
    this.#beginsAfterSnapshot();
    return { through: this.#through, ...this.#inForce, sessions: this.sessions.entries() };
  }

  #beginsAfterSnapshot(): void {
    this.#snapshotThrough = this.#through;
    this.#bytes = 0;
    this.#commands = 0;
  }

  /** Continues after `snapshot`. Entries accepted for later slots stay. */
  restore(snapshot: Snapshot): void {
    this.#through = snapshot.through;
    this.#beginsAfterSnapshot();
    this.#unwritten = [];
    this.#inForce = { epoch: snapshot.epoch, configuration: snapshot.configuration };
    this.sessions.replace(snapshot.sessions);
    this.#learner.forgetThrough(snapshot.through);
    this.#log.decide(snapshot.through);
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

  /** Whether `position` is undecided and within the bound for retained proposals. */
  isWithinReach(position: Slot): boolean {
    return position > this.#through && position <= this.#through + this.#maxSlotsAhead;
  }

  /** Decides, slot by slot, the entries that a majority of the voters in force has accepted. */
  advance(): void {
    for (;;) {
      const position = nextSlot(this.#through);
      const chosen = this.#inForce === undefined ? undefined : this.#learner.chosen(position, this.#inForce);
      if (chosen === undefined) return;
      this.#decide(chosen.entry, chosen.ballot);
    }
  }

  /** The leader of `ballot` reports that every slot through `through` is decided: so is its proposal there. */
  commit(ballot: Ballot, through: Slot): void {
    while (this.#through < through) {
      const entry = this.#learner.proposed(nextSlot(this.#through), ballot);
      if (entry === undefined) return;
      this.#decide(entry, ballot);
    }
  }

  /** A peer reports that `entry` is decided in the next slot. */
  learn(entry: Entry): void {
    const held = this.#log.get(nextSlot(this.#through));
    this.#decide(entry, held !== undefined && isSameEntry(held.entry, entry) ? held.ballot : noBallot);
  }

  /** The log holds `entry` in the next slot, and the storage records it as decided. */
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
    this.#log.decide(position);
    if (entry.type === 'configuration')
      this.#inForce = { epoch: position, configuration: entry.configuration };
    this.#bytes += entryBytes(entry);
    const commands = entry.type === 'commands' ? this.sessions.admitAll(entry.groups) : [];
    this.#commands += commands.length;
    const digestDue = position % this.#checkpointSlots === 0;
    this.#listener({ type: 'decided', slot: position, entry, commands, digestDue }, ballot);
  }
}
