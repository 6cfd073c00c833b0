/** The replica's log: the entry accepted or learned in each slot. Slots through `decidedThrough` have no holes. */

import type { LogRecord } from '../effects.ts';
import { maxMessageEntries } from '../messages.ts';
import { type Entry, entryBytes } from '../model/entry.ts';
import { nextSlot, noSlot, type Slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';

export class Log {
  readonly #records = new Map<Slot, LogRecord>();
  #lastSlot = noSlot;
  #decidedThrough = noSlot;
  #undecidedBytes = 0;
  #compactedThrough = noSlot;

  /** The highest slot that holds an entry, or is covered by the snapshot. */
  get lastSlot(): Slot {
    return this.#lastSlot;
  }

  /** Every slot through this one was removed: a snapshot covers it. */
  get compactedThrough(): Slot {
    return this.#compactedThrough;
  }

  /** The slot through which the log can be removed so that the rest through `through` is within both bounds. */
  tailBefore(through: Slot, maxSlots: number, maxBytes: number): Slot {
    let bytes = 0;
    for (let slot = through; slot > this.#compactedThrough; slot = (slot - 1) as Slot) {
      const record = this.#records.get(slot);
      bytes += record === undefined ? 0 : entryBytes(record.entry);
      if (bytes > maxBytes || through - slot >= maxSlots) return slot;
    }
    return this.#compactedThrough;
  }

  /** Removes every slot through `through`. */
  compact(through: Slot): void {
    this.decide(through);
    for (
      let slot = nextSlot(this.#compactedThrough);
      slot <= through && slot <= this.#lastSlot;
      slot = nextSlot(slot)
    ) {
      this.#records.delete(slot);
    }
    if (through > this.#compactedThrough) this.#compactedThrough = through;
    if (through > this.#lastSlot) this.#lastSlot = through;
  }

  get(slot: Slot): LogRecord | undefined {
    return this.#records.get(slot);
  }

  /** Bytes of the entries held after the last decided slot. */
  get undecidedBytes(): number {
    return this.#undecidedBytes;
  }

  /** Bytes of the undecided entries held before `slot`. */
  undecidedBytesBefore(slot: Slot): number {
    let bytes = 0;
    for (let at = nextSlot(this.#decidedThrough); at < slot; at = nextSlot(at)) {
      const record = this.#records.get(at);
      if (record !== undefined) bytes += entryBytes(record.entry);
    }
    return bytes;
  }

  /** Every slot through `through` is decided. */
  decide(through: Slot): void {
    while (this.#decidedThrough < through) {
      this.#decidedThrough = nextSlot(this.#decidedThrough);
      const record = this.#records.get(this.#decidedThrough);
      if (record !== undefined) this.#undecidedBytes -= entryBytes(record.entry);
    }
  }

  set(record: LogRecord): void {
    if (record.slot > this.#decidedThrough) {
      const held = this.#records.get(record.slot);
      this.#undecidedBytes += entryBytes(record.entry) - (held === undefined ? 0 : entryBytes(held.entry));
    }
    this.#records.set(record.slot, record);
    if (record.slot > this.#lastSlot) this.#lastSlot = record.slot;
  }

  /**
   * The entries of the slots `firstSlot` to `through`, as many as fit in `maxBytes` (at least one, if there is one).
   * Every slot in between must be held.
   */
  entries(firstSlot: Slot, through: Slot, maxBytes: number): readonly Entry[] {
    const entries: Entry[] = [];
    let bytes = 0;
    for (let slot = firstSlot; slot <= through && entries.length < maxMessageEntries; slot = nextSlot(slot)) {
      const record = this.#records.get(slot);
      invariant(record !== undefined, () => `the log has no entry in slot ${slot}`);
      bytes += entryBytes(record.entry);
      if (bytes > maxBytes && entries.length > 0) break;
      entries.push(record.entry);
    }
    return entries;
  }

  /** The records from `firstSlot` up, in slot order; empty slots are omitted. */
  recordsSince(firstSlot: Slot): readonly LogRecord[] {
    const records: LogRecord[] = [];
    const first = firstSlot > this.#compactedThrough ? firstSlot : nextSlot(this.#compactedThrough);
    for (let slot = first; slot <= this.#lastSlot; slot = nextSlot(slot)) {
      const record = this.#records.get(slot);
      if (record !== undefined) records.push(record);
    }
    return records;
  }
}
