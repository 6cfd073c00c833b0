/**
 * Learning what was decided elsewhere, and telling others: whom to ask, when to ask again, what to answer.
 *
 * One question is on its way at a time, and only its answer leads to the next one. While decisions arrive by themselves
 * nothing is asked: a gap between what others know and what is known here is normal for as long as messages are under way.
 * A peer that is asked for what may be under way already says so, and answers once it must have arrived.
 */

import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import { waitTicks } from '../flow/outflow.ts';
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
import { Pace } from './pace.ts';
import type { SnapshotImage } from './snapshot.ts';
import { SnapshotTransfer, type TransferProgress } from './snapshot-transfer.ts';

interface Parts {
  readonly log: Log;
  readonly decided: DecidedLog;
  readonly election: Election;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

/** A question on its way, and what its answer begins with. */
interface Question {
  readonly peer: ReplicaId;
  readonly from: Slot;
  /** The rest of this snapshot was asked for as well. */
  readonly snapshot: { readonly through: Slot; readonly offset: number } | undefined;
  /** When it was asked, or when the peer last said that the answer may be under way. */
  tick: number;
  isComing: boolean;
}

/** The content of a question: the slots from `from` on, or a snapshot's bytes from `offset` on. */
interface Wanted {
  readonly from: Slot;
  readonly offset: number;
}

/** A peer's latest question. */
interface Asker extends Wanted {
  /** The bytes under way to the peer when it first asked, or when it was answered. */
  readonly ticket: number;
  /** The next question of a peer that has read the answer. */
  readonly next?: Wanted;
}

export class CatchUp {
  readonly #context: Context;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #election: Election;
  readonly #random: () => number;
  readonly #transfer = new SnapshotTransfer();
  readonly #known = new Map<ReplicaId, Slot>();
  readonly #budget: AnswerBudget;
  readonly #pace: Pace;
  readonly #askers = new Map<ReplicaId, Asker>();
  #asked: Question | undefined;
  /** Questions in a row without a sign of an answer. */
  #attempts = 0;
  #progressTick = 0;
  #snapshot: SnapshotImage | undefined;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#log = parts.log;
    this.#decided = parts.decided;
    this.#election = parts.election;
    this.#random = parts.random;
    this.#budget = new AnswerBudget(context.limits);
    this.#pace = new Pace(context.limits.heartbeatTicks);
  }

  /** `peer` knows every decision up to `decidedThrough`. */
  note(peer: ReplicaId, decidedThrough: Slot): void {
    if (decidedThrough > this.knownTo(peer)) this.#known.set(peer, decidedThrough);
    this.#pace.hear(peer, this.knownTo(peer));
  }

  /** Whether `peer` knew what was decided here, but for the last heartbeat round, when it was heard last. */
  keepsUp(peer: ReplicaId): boolean {
    return this.#pace.keepsUp(peer);
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
    this.#progressTick = this.#context.tick;
    this.#attempts = 0;
    const { wanted } = this.#transfer;
    if (wanted !== undefined && wanted.through <= this.#context.decidedThrough) this.#transfer.abandon();
  }

  /** The link to `peer` is up: what it was asked before, it never heard. */
  linkUp(peer: ReplicaId): void {
    this.#attempts = 0;
    if (this.#asked?.peer === peer) this.#asked = undefined;
  }

  /** The link to `peer` is gone. */
  forget(peer: ReplicaId): void {
    this.#known.delete(peer);
    this.#pace.forget(peer);
    this.#askers.delete(peer);
    this.#budget.forget(peer);
    if (this.#asked?.peer === peer) this.#asked = undefined;
  }

  /** `peer` knows decisions that this replica lacks: asks it now, unless a question is on its way. */
  noteAhead(peer: ReplicaId, decidedThrough: Slot): void {
    this.note(peer, decidedThrough);
    this.ask(peer);
  }

  /** Asks `peer` now if it is ahead and no question is on its way. */
  ask(peer: ReplicaId): void {
    if (this.#asked === undefined && this.knownTo(peer) > this.#context.decidedThrough) this.#ask(peer);
  }

  #ask(peer: ReplicaId): void {
    const { decidedThrough, tick } = this.#context;
    const { wanted } = this.#transfer;
    const from = nextSlot(decidedThrough);
    this.#asked = { peer, from, snapshot: wanted, tick, isComing: false };
    const learn: Learn = { type: 'learn', firstSlot: from };
    this.#context.send(peer, wanted === undefined ? learn : { ...learn, snapshot: wanted }, 'now');
  }

  onLearn(from: ReplicaId, { firstSlot: first, snapshot: wanted }: Learn): void {
    const { decidedThrough } = this.#context;
    if (first < 1 || first > decidedThrough || !this.#budget.allows(from, this.#context.tick)) return;
    const isWanted = wanted !== undefined && wanted.through === this.#snapshot?.through;
    const offset = isWanted ? wanted.offset : 0;
    if (this.#isComing(from, first, offset)) {
      return this.#context.send(
        from,
        { type: 'learned', firstSlot: first, entries: [], decidedThrough },
        'now',
      );
    }
    const isChunk = isWanted || first <= this.#log.compactedThrough;
    const count = isChunk ? this.#sendChunk(from, offset) : this.#tell(from, first);
    const next = isChunk
      ? { from: first, offset: offset + count }
      : { from: (first + count) as Slot, offset };
    // Asked the same again, it is answered again only once this has arrived.
    this.#askers.set(from, { from: first, offset, ticket: this.#context.outflow.ticket(from), next });
  }

  /** Sends `peer`, unasked, the entries decided from `first` on. */
  tell(peer: ReplicaId, first: Slot): void {
    if (first <= this.#log.compactedThrough || first > this.#context.decidedThrough) return;
    if (this.#budget.allows(peer, this.#context.tick)) this.#tell(peer, first);
  }

  /** @returns the number of entries. */
  #tell(peer: ReplicaId, first: Slot): number {
    const { decidedThrough } = this.#context;
    const entries = this.#log.entries(first, decidedThrough, maxLearnedBytes);
    const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    this.#budget.spend(peer, bytes, this.#context.tick);
    this.#context.send(peer, { type: 'learned', firstSlot: first, entries, decidedThrough }, 'now');
    return entries.length;
  }

  /** Whether what `peer` asks for may be among what was under way to it when it first asked for that. */
  #isComing(peer: ReplicaId, from: Slot, offset: number): boolean {
    const { outflow } = this.#context;
    let asker = this.#askers.get(peer);
    // The question for what comes next comes before the answer to the mark behind the last answer.
    if (asker?.next?.from === from && asker.next.offset === offset) outflow.noteRead(peer, asker.ticket);
    if (asker?.from !== from || asker.offset !== offset) {
      asker = { from, offset, ticket: outflow.ticket(peer) };
      this.#askers.set(peer, asker);
    }
    return !outflow.hasArrived(peer, asker.ticket);
  }

  onLearned(from: ReplicaId, { firstSlot: first, entries, decidedThrough }: Learned): void {
    this.note(from, decidedThrough);
    const asked = this.#asked;
    const isAnswer = asked?.peer === from && asked.from === first;
    if (isAnswer && entries.length === 0) {
      this.#attempts = 0;
      asked.tick = this.#context.tick;
      asked.isComing = true;
      return;
    }
    const before = this.#context.decidedThrough;
    let position = first;
    for (const entry of entries) {
      if (position === this.#context.decidedThrough + 1) this.#decided.learn(entry);
      position = nextSlot(position);
    }
    if (isAnswer) this.#asked = undefined;
    // A repeated answer triggers no question.
    if (isAnswer || this.#context.decidedThrough > before) this.ask(from);
  }

  /** @returns the snapshot, once it is here whole. Installing it is the replica's affair. */
  onSnapshot(from: ReplicaId, chunk: SnapshotChunk): SnapshotImage | undefined {
    // Nobody fills the memory here by chunks that were not asked for.
    if (!this.#isAnswer(from, chunk)) return undefined;
    this.#asked = undefined;
    this.note(from, chunk.through);
    if (chunk.through <= this.#context.decidedThrough) return undefined;
    this.#progressTick = this.#context.tick;
    this.#attempts = 0;
    const taken = this.#transfer.take(chunk);
    if (taken === 'incomplete') this.ask(from);
    return typeof taken === 'string' ? undefined : taken;
  }

  /** The chunk that was asked for, or the first of another snapshot. */
  #isAnswer(from: ReplicaId, { through, offset }: SnapshotChunk): boolean {
    const asked = this.#asked;
    if (asked?.peer !== from) return false;
    if (asked.snapshot?.through !== through) return offset === 0;
    return offset === asked.snapshot.offset;
  }

  /** @returns the number of bytes. */
  #sendChunk(to: ReplicaId, offset: number): number {
    const snapshot = this.#snapshot;
    if (snapshot === undefined || offset >= snapshot.bytes.byteLength) return 0;
    const { through, digest, bytes } = snapshot;
    const piece = bytes.subarray(offset, offset + maxSnapshotChunkBytes);
    this.#budget.spend(to, piece.byteLength, this.#context.tick);
    const chunk = {
      type: 'snapshot',
      through,
      digest,
      totalBytes: bytes.byteLength,
      offset,
      bytes: piece,
    } as const;
    this.#context.send(to, chunk, 'now');
    return piece.byteLength;
  }

  /** After a wait without progress, asks someone who is ahead. */
  tick(): void {
    const { tick, limits } = this.#context;
    this.#pace.tick(this.#context.decidedThrough);
    const asked = this.#asked;
    if (asked !== undefined) {
      if (tick - asked.tick < waitTicks(limits.resendTicks, this.#attempts)) return;
      this.#asked = undefined;
      const isFirst = this.#attempts === 0;
      if (!asked.isComing) this.#attempts += 1;
      // Once more, as it says whether the answer may be under way.
      if (isFirst && this.knownTo(asked.peer) > this.#context.decidedThrough) return this.#ask(asked.peer);
    } else if (tick - this.#progressTick < limits.resendTicks) return;
    const peer = this.#pick();
    if (peer !== undefined) this.ask(peer);
  }

  /** The leader, as long as it answers: what is missing may be under way from it. Else anyone who is ahead. */
  #pick(): ReplicaId | undefined {
    const { decidedThrough } = this.#context;
    const { leader } = this.#election;
    if (this.#attempts === 0 && this.knownTo(leader.replica) > decidedThrough) return leader.replica;
    const ahead = [...this.#known].filter(([, known]) => known > decidedThrough).map(([peer]) => peer);
    return ahead[Math.floor(this.#random() * ahead.length)];
  }
}
