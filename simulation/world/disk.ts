/**
 * One replica's storage: writes are confirmed in order, and a crash keeps a prefix of those that were not.
 *
 * It is the simulator's own account of what is durable, independent of what the engine believes.
 */

import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord, Write } from '#shared/paxos/effects.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { noSlot, type Slot, slot as slotAt, type WriteNumber } from '#shared/paxos/model/ids.ts';

export class Disk {
  readonly #records = new Map<Slot, LogRecord>();
  #pending: Write[] = [];
  #promised = noBallot;
  #generation = 0;
  #supersededBy: number | undefined;
  #decidedThrough = noSlot;
  #compactedThrough = noSlot;
  #snapshot: SnapshotImage | undefined;
  #isEmpty = true;

  /** The highest ballot durably promised. */
  get promised(): Ballot {
    return this.#promised;
  }

  /** The log up to here is gone; the snapshot covers it. */
  get compactedThrough(): Slot {
    return this.#compactedThrough;
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  get isWriting(): boolean {
    return this.#pending.length > 0;
  }

  /** The number of the last write handed over; absent if all are confirmed. */
  get lastPending(): WriteNumber | undefined {
    return this.#pending.at(-1)?.number;
  }

  get(slot: Slot): LogRecord | undefined {
    return this.#records.get(slot);
  }

  /** What the slot holds once all that was handed over is durable. */
  written(slot: Slot): LogRecord | undefined {
    for (const { records } of this.#pending.toReversed()) {
      const record = records.findLast((candidate) => candidate.slot === slot);
      if (record !== undefined) return record;
    }
    return this.#records.get(slot);
  }

  /** The last slot that holds anything once all that was handed over is durable. */
  get lastWrittenSlot(): Slot {
    const slots = this.#pending.flatMap(({ records }) => records.map(({ slot }) => slot));
    return slotAt(Math.max(noSlot, ...this.#records.keys(), ...slots));
  }

  /** 0 while nothing is durable. */
  get generation(): number {
    return this.#generation;
  }

  write(write: Write): void {
    this.#pending.push(write);
  }

  /** Makes durable every write up to `number`; they are returned in order. */
  confirm(number: WriteNumber): readonly Write[] {
    const end = this.#pending.findIndex((write) => write.number > number);
    const confirmed = this.#pending.splice(0, end < 0 ? this.#pending.length : end);
    for (const write of confirmed) this.#apply(write);
    return confirmed;
  }

  /** Power is lost: of the writes under way the first `kept` reached the disk, and are returned. */
  crash(kept: number): readonly Write[] {
    const survived = this.#pending.slice(0, kept);
    this.#pending = [];
    for (const write of survived) this.#apply(write);
    return survived;
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  /** What a replica that starts now is given; absent if nothing was ever durable. */
  state(): DurableState | undefined {
    if (this.#isEmpty) return undefined;
    const records = [...this.#records.values()].sort((a, b) => a.slot - b.slot);
    return {
      generation: this.#generation,
      promised: this.#promised,
      decidedThrough: this.#decidedThrough,
      compactedThrough: this.#compactedThrough,
      snapshot: this.#snapshot,
      supersededBy: this.#supersededBy,
      records,
    };
  }

  #apply(write: Write): void {
    const { generation, promised, records, decidedThrough, snapshot, compactedThrough } = write;
    this.#isEmpty = false;
    this.#generation = generation;
    this.#supersededBy = write.supersededBy ?? this.#supersededBy;
    if (snapshot !== undefined) this.#snapshot = snapshot;
    if (compactedThrough !== undefined) {
      this.#compactedThrough = compactedThrough;
      for (const slot of this.#records.keys()) if (slot <= compactedThrough) this.#records.delete(slot);
    }
    if (promised !== undefined) this.#promised = promised;
    if (decidedThrough !== undefined) this.#decidedThrough = decidedThrough;
    for (const record of records) this.#records.set(record.slot, record);
  }
}
