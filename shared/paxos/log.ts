/** The replica's log: what it accepted or learned in each slot. Slots up to `decidedThrough` have no holes. */

import type { LogRecord } from './effects.ts';
import { type Entry, entryBytes } from './entry.ts';
import { nextSlot, noSlot, type Slot } from './ids.ts';
import { invariant } from './invariant.ts';
import { maxMessageEntries } from './messages.ts';

export class Log {
  readonly #records = new Map<Slot, LogRecord>();
  #lastSlot = noSlot;

  /** The highest slot that holds anything. */
  get lastSlot(): Slot {
    return this.#lastSlot;
  }

  get(slot: Slot): LogRecord | undefined {
    return this.#records.get(slot);
  }

  set(record: LogRecord): void {
    this.#records.set(record.slot, record);
    if (record.slot > this.#lastSlot) this.#lastSlot = record.slot;
  }

  /**
   * The entries of the slots `from` to `through`, as many as fit in `maxBytes` (at least one, if there is one).
   * Every slot in between must be held.
   */
  entries(from: Slot, through: Slot, maxBytes: number): readonly Entry[] {
    const entries: Entry[] = [];
    let bytes = 0;
    for (let slot = from; slot <= through && entries.length < maxMessageEntries; slot = nextSlot(slot)) {
      const record = this.#records.get(slot);
      invariant(record !== undefined, `the log has no entry in slot ${slot}`);
      bytes += entryBytes(record.entry);
      if (bytes > maxBytes && entries.length > 0) break;
      entries.push(record.entry);
    }
    return entries;
  }

  /** What is held in the slots from `from` up, in slot order; slots without anything are left out. */
  recordsFrom(from: Slot): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (let slot = from; slot <= this.#lastSlot; slot = nextSlot(slot)) {
      const record = this.#records.get(slot);
      if (record !== undefined) records.push(record);
    }
    return records;
  }
}
