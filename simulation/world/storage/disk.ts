/**
 * One device's storage: it writes one batch at a time, and a crash keeps all of a batch or nothing.
 *
 * It is the simulator's record of durable data, independent of the engine and its loop.
 */

import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord, Successor, Write } from '#shared/paxos/effects.ts';
import type { HeardOf } from '#shared/paxos/membership/heard.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { type Group, lastOf, noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, type Slot, slot as slotAt, type WriteNumber } from '#shared/paxos/model/ids.ts';
import { incarnationAfter, sequenceOf } from '#shared/paxos/model/sequence.ts';
import { fenceBytes, isFence } from '#shared/replica/fence.ts';
import { type Batch, isHintOnly } from '#shared/replica/loop/loop.ts';
import type { StoredOutbox, Unsaved } from '#shared/replica/outbox/outbox.ts';
import { mayOpen } from '#shared/replica/stored-protocol.ts';
import { Violation } from '../../checks/violation.ts';
import type { Random } from '../../random.ts';
import { PageStorage } from './page-storage.ts';
import { replaceAll, SnapshotChunks } from './snapshot-chunks.ts';

export class Disk {
  readonly #records = new Map<Slot, LogRecord>();
  /** By their first sequences. */
  readonly #outbox = new Map<number, Group>();
  readonly #pageStorage = new PageStorage();
  /** The number after the last command that it ever held. */
  #nextSequence = 1;
  /** The last incarnation that was reserved. */
  #incarnation: number | undefined;
  /** That of the newest version that has opened it. */
  #protocol: number | undefined;
  /** Of the last opening. */
  #fence = new Uint8Array(fenceBytes);
  #lastDigest = noDigest;
  /** Writes that the engine has handed out and that are not durable, in order. */
  #pending: Write[] = [];
  #batch: Batch | undefined;
  #durableThrough = 0;
  #promised = noBallot;
  #generation = 0;
  #heard: HeardOf | undefined;
  #supersededBy: Successor | undefined;
  #rolledBack: true | undefined;
  #decidedThrough = noSlot;
  #surelyDecidedThrough = noSlot;
  /** Restores the state before the hints that came after the last batch of another kind. */
  #beforeHints: (() => void) | undefined;
  #compactedThrough = noSlot;
  #snapshot: SnapshotImage | undefined;
  readonly #chunks: SnapshotChunks;
  #isEmpty = true;

  constructor(chunkBytes: number) {
    this.#chunks = new SnapshotChunks(chunkBytes);
  }

  /** The highest ballot durably promised. */
  get promised(): Ballot {
    return this.#promised;
  }

  /** The log up to here is gone; the snapshot covers it. */
  get compactedThrough(): Slot {
    return this.#compactedThrough;
  }

  /** The highest slot that peers reported as decided; 0 if none. */
  get heardThrough(): Slot {
    return this.#heard?.through ?? noSlot;
  }

  /** The last slot with an entry, compacted or not, once all pending writes are durable. */
  get lastSlot(): Slot {
    return slotAt(Math.max(this.lastWrittenSlot, this.snapshotThrough, this.#compactedThrough));
  }

  /** Whether all writes of the engine are durable. */
  get isAtRest(): boolean {
    return this.#pending.length === 0 && this.#batch === undefined;
  }

  /** Whether it states that its replica has stopped for good. */
  get isStopped(): boolean {
    return this.#supersededBy !== undefined || this.#rolledBack === true;
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Whether a batch is being written. */
  get isWriting(): boolean {
    return this.#batch !== undefined;
  }

  /** Whether the loop holds back a write although no batch is being written. */
  get isKeptWaiting(): boolean {
    return this.#pending.length > 0 && this.#batch === undefined;
  }

  /** The log up to here is in the snapshot. */
  get snapshotThrough(): Slot {
    return this.#snapshot?.through ?? noSlot;
  }

  /** A restart counts the log up to here as decided. */
  get decidedThrough(): Slot {
    return this.#decidedThrough;
  }

  /** As {@link decidedThrough}, without what a power cut may take back. */
  get surelyDecidedThrough(): Slot {
    return this.#surelyDecidedThrough;
  }

  /**
   * Reserves the numbers of a start of the device, durably, and fences every earlier opening.
   *
   * @param build the protocol of the version that opens it.
   * @returns the outbox for it, and its fence.
   */
  open(random: Random, build: number): StoredOutbox & { readonly fence: Uint8Array } {
    this.#protocol = build;
    this.#fence = Uint8Array.from({ length: fenceBytes }, () => random.between(0, 255));
    this.#surelyDecidedThrough = this.#decidedThrough;
    this.#incarnation =
      this.#incarnation === undefined ? 0 : incarnationAfter(this.#incarnation, this.#nextSequence);
    const end = { nextSequence: this.#nextSequence, lastDigest: this.#lastDigest };
    return {
      outbox: [...this.#outbox.values()],
      unsaved: this.#pageStorage.open(end, this.#incarnation),
      nextSequence: sequenceOf(this.#incarnation, 1),
      lastDigest: this.#lastDigest,
      fence: this.#fence,
    };
  }

  /** Whether the version with the protocol `build` opens it. */
  mayOpen(build: number): boolean {
    return mayOpen(this.#protocol, build);
  }

  /** Whether a write of the opening with `fence` may take effect. */
  admits(fence: Uint8Array): boolean {
    return isFence(this.#fence, fence);
  }

  /** Whether every write of this run up to `number` is durable. */
  isDurable(number: WriteNumber): boolean {
    return number <= this.#durableThrough;
  }

  get(slot: Slot): LogRecord | undefined {
    return this.#records.get(slot);
  }

  /** The record in the slot once all pending writes are durable. */
  written(slot: Slot): LogRecord | undefined {
    for (const { records } of this.#pending.toReversed()) {
      const record = records.findLast((candidate) => candidate.slot === slot);
      if (record !== undefined) return record;
    }
    return this.#records.get(slot);
  }

  /** The last slot with a record once all pending writes are durable. */
  get lastWrittenSlot(): Slot {
    const slots = this.#pending.flatMap(({ records }) => records.map(({ slot }) => slot));
    return slotAt(Math.max(noSlot, ...this.#records.keys(), ...slots));
  }

  /** 0 while nothing is durable. */
  get generation(): number {
    return this.#generation;
  }

  /** The engine has handed out `write`. */
  expect(write: Write): void {
    this.#pending.push(write);
  }

  /** @throws Violation unless `batch` holds the next writes of the engine, in order. */
  begin(batch: Batch): void {
    if (this.#batch !== undefined) throw new Violation('4 durable first', 'two batches are on their way');
    const isNext = batch.writes.every((write, at) => write === this.#pending[at]);
    if (!isNext) throw new Violation('4 durable first', 'a batch leaves out a write, or changes their order');
    this.#batch = batch;
  }

  /**
   * The page may end at any moment.
   *
   * @param pending its whole outbox.
   * @param nextSequence the number after the last command that the page knows to be stored, if that is not all.
   */
  keep(pending: Unsaved, incarnation: number, nextSequence = this.#nextSequence): void {
    this.#pageStorage.keep(pending, incarnation, nextSequence);
  }

  /** The number after the last command that it ever held. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** The batch being written is durable, and the page receives the confirmation. @returns it. */
  confirm(): Batch {
    const batch = this.#complete();
    this.#pageStorage.stored(this.#nextSequence);
    return batch;
  }

  #complete(): Batch {
    const batch = this.#batch;
    if (batch === undefined) throw new RangeError('no batch is being written');
    this.#beforeHints = isHintOnly(batch) ? (this.#beforeHints ?? this.image()) : undefined;
    this.#batch = undefined;
    this.#pending.splice(0, batch.writes.length);
    const { chunk } = batch;
    if (chunk !== undefined) this.#chunks.put(chunk);
    for (const write of batch.writes) this.#apply(write);
    if (!isHintOnly(batch)) this.#surelyDecidedThrough = this.#decidedThrough;
    for (const group of batch.outbox.append) {
      this.#outbox.set(group.first, group);
      this.#nextSequence = lastOf(group) + 1;
      this.#lastDigest = group.digest;
    }
    for (const first of batch.outbox.remove) this.#outbox.delete(first);
    return batch;
  }

  /** A copy of the durable state. @returns a function that restores it. */
  image(): () => void {
    const [records, outbox, next] = [new Map(this.#records), new Map(this.#outbox), this.#nextSequence];
    const [promised, generation, decided, compacted] = [
      this.#promised,
      this.#generation,
      this.#decidedThrough,
      this.#compactedThrough,
    ];
    const [lastDigest, incarnation] = [this.#lastDigest, this.#incarnation];
    const [snapshot, heard, isEmpty] = [this.#snapshot, this.#heard, this.#isEmpty];
    const restoreChunks = this.#chunks.image();
    return () => {
      replaceAll(this.#records, records);
      replaceAll(this.#outbox, outbox);
      this.#nextSequence = next;
      this.#lastDigest = lastDigest;
      this.#incarnation = incarnation;
      this.#promised = promised;
      this.#generation = generation;
      this.#decidedThrough = decided;
      this.#compactedThrough = compacted;
      this.#snapshot = snapshot;
      restoreChunks();
      this.#heard = heard;
      this.#isEmpty = isEmpty;
    };
  }

  /**
   * The device stops: the batch being written is durable if `isKept`, and is returned then. A power loss otherwise
   * undoes the latest hints, which are written without a wait for the disk.
   */
  crash(isKept: boolean, isPowerLoss = true): Batch | undefined {
    const batch = isKept && this.#batch !== undefined ? this.#complete() : undefined;
    if (!isKept && isPowerLoss) this.#beforeHints?.();
    this.#beforeHints = undefined;
    this.#batch = undefined;
    this.#pending = [];
    this.#durableThrough = 0;
    return batch;
  }

  /** The state for a replica that starts now; absent if nothing was ever durable. */
  state(): DurableState | undefined {
    if (this.#isEmpty) return undefined;
    const records = [...this.#records.values()].sort((a, b) => a.slot - b.slot);
    return {
      generation: this.#generation,
      promised: this.#promised,
      decidedThrough: this.#decidedThrough,
      compactedThrough: this.#compactedThrough,
      snapshot: this.#snapshot,
      heard: this.#heard,
      supersededBy: this.#supersededBy,
      rolledBack: this.#rolledBack,
      records,
    };
  }

  #apply(write: Write): void {
    const { generation, promised, records, decidedThrough, snapshot, compactedThrough } = write;
    this.#isEmpty = false;
    this.#durableThrough = write.number;
    this.#generation = generation;
    this.#heard = write.heard ?? this.#heard;
    this.#supersededBy = write.supersededBy ?? this.#supersededBy;
    this.#rolledBack = write.rolledBack ?? this.#rolledBack;
    if (snapshot !== undefined) this.#snapshot = this.#chunks.whole(snapshot);
    if (compactedThrough !== undefined) {
      this.#compactedThrough = compactedThrough;
      for (const slot of this.#records.keys()) if (slot <= compactedThrough) this.#records.delete(slot);
    }
    if (promised !== undefined) this.#promised = promised;
    if (decidedThrough !== undefined) this.#decidedThrough = decidedThrough;
    for (const record of records) this.#records.set(record.slot, record);
  }
}
