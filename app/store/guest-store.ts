/**
 * A guest's copy of one board: in memory, while its page is open.
 *
 * A page served over plain HTTP by any computer on the network must not store a copy: any later owner of that address,
 * on any network, can read everything stored under it. Nothing of this store reaches the disk, and its replica never
 * votes, so that it may lose everything at any time.
 */

import { type DeviceIdentity, deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord } from '#shared/paxos/effects.ts';
import { type Group, noDigest } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { incarnationAfter, sequenceOf } from '#shared/paxos/model/sequence.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import { nothingUnsaved } from '#shared/replica/outbox/outbox.ts';
import type { DurableMeta } from '#shared/wire/record.ts';
import type { BoardStore } from './board-store.ts';
import { emptyMeta } from './replica/layout.ts';
import type { Opened } from './replica/replica-store.ts';

export class GuestStore implements BoardStore {
  readonly #identity: DeviceIdentity;
  readonly #records = new Map<Slot, LogRecord>();
  /** By first sequence. */
  readonly #outbox = new Map<number, Group>();
  #meta: DurableMeta | undefined;
  #snapshot: SnapshotImage | undefined;
  #incarnation = 0;
  #lastDigest = noDigest;
  #isNew = true;

  /** @param random returns random bytes. */
  constructor(random: (bytes: number) => Uint8Array) {
    this.#identity = deviceIdentity(random(deviceKeyBytes));
  }

  /** The page opens the board again, after an earlier replica on this store has stopped. */
  reopen(): void {
    this.#incarnation = incarnationAfter(this.#incarnation, 1);
  }

  /** Everything committed so far: the page may leave the board and open it again. */
  get opened(): Opened {
    return {
      ...this.#identity,
      founder: false,
      state: this.#state(),
      outbox: [...this.#outbox.values()],
      unsaved: nothingUnsaved,
      nextSequence: sequenceOf(this.#incarnation, 1),
      lastDigest: this.#lastDigest,
      isNew: this.#isNew,
    };
  }

  /** Whether undecided commands would be lost if the page ended now. */
  get hasPending(): boolean {
    return this.#outbox.size > 0;
  }

  async commit({ writes, outbox }: Batch): Promise<void> {
    this.#isNew = false;
    for (const write of writes) {
      const { number: _, records, snapshot, ...meta } = write;
      this.#meta = { ...(this.#meta ?? emptyMeta), ...meta };
      this.#snapshot = snapshot ?? this.#snapshot;
      for (const record of records) this.#records.set(record.slot, record);
    }
    const { compactedThrough } = this.#meta ?? emptyMeta;
    for (const slot of this.#records.keys()) if (slot <= compactedThrough) this.#records.delete(slot);
    for (const group of outbox.append) {
      this.#outbox.set(group.first, group);
      this.#lastDigest = group.digest;
    }
    for (const first of outbox.remove) this.#outbox.delete(first);
  }

  /** The page warns before it ends. */
  keepUnsaved(): void {
    // Nothing outlives the page.
  }

  /** No other window can delete it. */
  onGone(): void {
    // Never called.
  }

  close(): void {
    // The page may open the board again.
  }

  #state(): DurableState | undefined {
    if (this.#meta === undefined) return undefined;
    const records = [...this.#records.values()].sort((a, b) => a.slot - b.slot);
    const snapshot = this.#snapshot;
    return snapshot === undefined ? { ...this.#meta, records } : { ...this.#meta, snapshot, records };
  }
}
