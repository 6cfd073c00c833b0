/** The storage of one replica of a test cluster: it survives crashes, and can be copied. */

import type { SnapshotImage } from '../catch-up/snapshot.ts';
import type { DurableState, LogRecord, Write } from '../effects.ts';
import { noBallot } from '../model/ballot.ts';
import { noSlot, type Slot } from '../model/ids.ts';

export class ClusterStorage {
  readonly #records: Map<Slot, LogRecord>;
  /** Undefined before the first write. */
  #meta: Omit<DurableState, 'records'> | undefined;
  /** Before the hints that no other write has followed. */
  #beforeHints: { readonly meta: Omit<DurableState, 'records'> | undefined } | undefined;

  constructor(records = new Map<Slot, LogRecord>(), meta?: Omit<DurableState, 'records'>) {
    this.#records = records;
    this.#meta = meta;
  }

  get slots(): number {
    return this.#records.size;
  }

  get snapshot(): SnapshotImage | undefined {
    return this.#meta?.snapshot;
  }

  copy(): ClusterStorage {
    return new ClusterStorage(new Map(this.#records), this.#meta);
  }

  /** Undefined if nothing was ever written. */
  state(): DurableState | undefined {
    if (this.#meta === undefined) return undefined;
    return { ...this.#meta, records: [...this.#records.values()].sort((a, b) => a.slot - b.slot) };
  }

  /** Takes back the latest hints. */
  powerCut(): void {
    if (this.#beforeHints !== undefined) this.#meta = this.#beforeHints.meta;
    this.#beforeHints = undefined;
  }

  write({ number: _, records, isHint, ...changes }: Write): void {
    this.#beforeHints = isHint === true ? (this.#beforeHints ?? { meta: this.#meta }) : undefined;
    this.#meta = { ...(this.#meta ?? blank), ...changes };
    const { compactedThrough } = this.#meta;
    for (const slot of this.#records.keys()) if (slot <= compactedThrough) this.#records.delete(slot);
    for (const record of records) this.#records.set(record.slot, record);
  }
}

const blank: Omit<DurableState, 'records'> = {
  generation: 0,
  promised: noBallot,
  decidedThrough: noSlot,
  compactedThrough: noSlot,
};
