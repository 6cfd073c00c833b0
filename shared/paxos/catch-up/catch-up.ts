/**
 * Learning what was decided elsewhere, and telling others: whom to ask, when to ask again, what to answer.
 *
 * One question is on its way at a time. While decisions arrive by themselves nothing is asked: a gap between what
 * others know and what is known here is normal for as long as messages are under way.
 */

import type { ReplicaHost } from '../host.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Log } from '../log/log.ts';
import {
  type Learn,
  type Learned,
  maxLearnedBytes,
  maxSnapshotChunkBytes,
  type SnapshotChunk,
} from '../messages.ts';
import { entryBytes } from '../model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { AnswerBudget } from './answer-budget.ts';
import type { SnapshotImage } from './snapshot.ts';
import { SnapshotTransfer, type TransferProgress } from './snapshot-transfer.ts';

/** Answers that may still come from one peer, at most: a question is asked again where none comes in time. */
const maxOpenQuestions = 8;

export class CatchUp {
  readonly #host: ReplicaHost;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #random: () => number;
  readonly #transfer = new SnapshotTransfer();
  readonly #known = new Map<ReplicaId, Slot>();
  readonly #budget: AnswerBudget;
  /** Questions to each peer that it has not answered. */
  readonly #open = new Map<ReplicaId, number>();
  #asked: { readonly peer: ReplicaId; readonly tick: number } | undefined;
  #progressTick = 0;
  #snapshot: SnapshotImage | undefined;

  /** `random` gives numbers from 0 up to 1. */
  constructor(host: ReplicaHost, log: Log, decided: DecidedLog, random: () => number) {
    this.#host = host;
    this.#log = log;
    this.#decided = decided;
    this.#random = random;
    this.#budget = new AnswerBudget(host.limits);
  }

  /** `peer` knows every decision up to `decidedThrough`. */
  note(peer: ReplicaId, decidedThrough: Slot): void {
    if (decidedThrough > this.knownTo(peer)) this.#known.set(peer, decidedThrough);
  }

  /** How far `peer` said that it knows decisions. */
  knownTo(peer: ReplicaId): Slot {
    return this.#known.get(peer) ?? noSlot;
  }

  /** This replica's latest snapshot, for others who ask. */
  get snapshot(): SnapshotImage | undefined {
    return this.#snapshot;
  }

  keep(snapshot: SnapshotImage): void {
    this.#snapshot = snapshot;
  }

  /** Of a snapshot on its way here. */
  get progress(): TransferProgress | undefined {
    return this.#transfer.progress;
  }

  /** Something was decided here: whatever is under way is still coming. */
  progressed(): void {
    this.#progressTick = this.#host.tick;
    const { wanted } = this.#transfer;
    if (wanted !== undefined && wanted.through <= this.#host.decidedThrough) this.#transfer.abandon();
  }

  /** The link to `peer` is gone. */
  forget(peer: ReplicaId): void {
    this.#known.delete(peer);
    this.#open.delete(peer);
    this.#budget.forget(peer);
    if (this.#asked?.peer === peer) this.#asked = undefined;
  }

  /** Asks `peer` now if it is ahead and no question is on its way. */
  ask(peer: ReplicaId): void {
    const { decidedThrough, tick } = this.#host;
    if (this.#asked !== undefined || this.knownTo(peer) <= decidedThrough) return;
    this.#asked = { peer, tick };
    this.#open.set(peer, Math.min((this.#open.get(peer) ?? 0) + 1, maxOpenQuestions));
    const { wanted } = this.#transfer;
    const learn: Learn = { type: 'learn', from: nextSlot(decidedThrough) };
    this.#host.send(peer, wanted === undefined ? learn : { ...learn, snapshot: wanted }, 'now');
  }

  onLearn(from: ReplicaId, { from: first, snapshot: wanted }: Learn): void {
    const { decidedThrough } = this.#host;
    if (first < 1 || first > decidedThrough || !this.#budget.allows(from, this.#host.tick)) return;
    const isWanted = wanted !== undefined && wanted.through === this.#snapshot?.through;
    if (isWanted || first <= this.#log.compactedThrough) {
      return this.#sendChunk(from, isWanted ? wanted.offset : 0);
    }
    const entries = this.#log.entries(first, decidedThrough, maxLearnedBytes);
    const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    this.#budget.spend(from, bytes, this.#host.tick);
    this.#host.send(from, { type: 'learned', from: first, entries, decidedThrough }, 'now');
  }

  onLearned(from: ReplicaId, { from: first, entries, decidedThrough }: Learned): void {
    this.#answered(from);
    this.note(from, decidedThrough);
    let position = first;
    for (const entry of entries) {
      if (position === this.#host.decidedThrough + 1) this.#decided.learn(entry);
      position = nextSlot(position);
    }
    this.ask(from);
  }

  /** @returns the snapshot, once it is here whole. Installing it is the replica's affair. */
  onSnapshot(from: ReplicaId, chunk: SnapshotChunk): SnapshotImage | undefined {
    // Nobody fills the memory here by chunks that were not asked for.
    if (!this.#answered(from)) return undefined;
    this.note(from, chunk.through);
    if (chunk.through <= this.#host.decidedThrough) return undefined;
    this.#progressTick = this.#host.tick;
    const taken = this.#transfer.take(chunk);
    if (taken === 'incomplete') this.ask(from);
    return typeof taken === 'string' ? undefined : taken;
  }

  /** @returns whether `peer` still owed an answer. One may be late, and another question on its way. */
  #answered(peer: ReplicaId): boolean {
    if (this.#asked?.peer === peer) this.#asked = undefined;
    const open = this.#open.get(peer) ?? 0;
    if (open > 1) this.#open.set(peer, open - 1);
    else this.#open.delete(peer);
    return open > 0;
  }

  #sendChunk(to: ReplicaId, offset: number): void {
    const snapshot = this.#snapshot;
    if (snapshot === undefined || offset >= snapshot.bytes.byteLength) return;
    const { through, digest, bytes } = snapshot;
    const piece = bytes.subarray(offset, offset + maxSnapshotChunkBytes);
    this.#budget.spend(to, piece.byteLength, this.#host.tick);
    const chunk = {
      type: 'snapshot',
      through,
      digest,
      totalBytes: bytes.byteLength,
      offset,
      bytes: piece,
    } as const;
    this.#host.send(to, chunk, 'now');
  }

  /** After a wait without progress, asks someone who is ahead. */
  tick(): void {
    const { tick, decidedThrough, limits } = this.#host;
    if (this.#asked !== undefined) {
      if (tick - this.#asked.tick < limits.resendTicks) return;
      this.#asked = undefined;
    }
    if (tick - this.#progressTick < limits.resendTicks) return;
    const ahead = [...this.#known].filter(([, known]) => known > decidedThrough).map(([peer]) => peer);
    const peer = ahead[Math.floor(this.#random() * ahead.length)];
    if (peer !== undefined) this.ask(peer);
  }
}
