/**
 * Catch-up: requests decided entries or a snapshot from peers that know more, and answers such requests.
 *
 * At most one request is outstanding, and its reply triggers the next one. While decisions keep arriving, nothing is
 * requested: a gap between the peers' progress and the local one is normal while messages are in flight. A peer that is
 * asked for entries already in flight replies without entries, and sends them once the link shows that they were lost.
 */

import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import { waitTicks } from '../flow/outflow.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Log } from '../log/log.ts';
import { type Learn, type Learned, maxLearnedBytes, type SnapshotChunk } from '../messages.ts';
import { isWitness } from '../model/configuration.ts';
import { entryBytes } from '../model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { type Base, encodeBase } from '../witness/base.ts';
import type { Kept } from '../witness/kept.ts';
import { Pace } from './pace.ts';
import { ReplyBudget } from './reply-budget.ts';
import type { SnapshotImage } from './snapshot.ts';
import { SnapshotTransfer, type TransferProgress } from './snapshot-transfer.ts';

interface Parts {
  readonly log: Log;
  readonly decided: DecidedLog;
  readonly election: Election;
  readonly kept: Kept;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
}

/** The outstanding request, and the range that its reply starts with. */
interface OutstandingRequest {
  readonly peer: ReplicaId;
  readonly firstSlot: Slot;
  /** Set if the rest of this snapshot was requested as well. */
  readonly snapshot: { readonly through: Slot; readonly offset: number } | undefined;
  /** When the request was sent, or when the peer last replied that the entries may be in flight. */
  tick: number;
  mayBeInFlight: boolean;
}

/** The range of a request: slots from `firstSlot` up, or the bytes of a snapshot from `offset` up. */
interface RequestedRange {
  readonly firstSlot: Slot;
  readonly offset: number;
}

/** The latest request of a peer. */
interface PeerRequest extends RequestedRange {
  /** The outflow position when the peer first sent this request, or when it was answered. */
  readonly ticket: number;
  /** The request that follows once the peer has read the reply. */
  readonly next?: RequestedRange;
}

export class CatchUp {
  readonly #context: Context;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #election: Election;
  readonly #kept: Kept;
  readonly #random: () => number;
  readonly #transfer: SnapshotTransfer;
  readonly #known = new Map<ReplicaId, Slot>();
  readonly #budget: ReplyBudget;
  readonly #pace: Pace;
  readonly #peerRequests = new Map<ReplicaId, PeerRequest>();
  #outstanding: OutstandingRequest | undefined;
  /** Consecutive requests without a reply. */
  #retries = 0;
  /** Peers that have not answered a request since the last reply of any peer. The others are asked before them. */
  readonly #silent = new Set<ReplicaId>();
  #progressTick = 0;
  #snapshot: SnapshotImage | undefined;
  /** The slot of the snapshot, and the voters in force after it. */
  #snapshotBase: Base | undefined;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#log = parts.log;
    this.#decided = parts.decided;
    this.#election = parts.election;
    this.#kept = parts.kept;
    this.#random = parts.random;
    this.#transfer = new SnapshotTransfer(context.limits.snapshotChunkBytes);
    this.#budget = new ReplyBudget(context.limits);
    this.#pace = new Pace(context.limits.heartbeatTicks);
  }

  /** `peer` knows every decision up to `decidedThrough`. */
  note(peer: ReplicaId, decidedThrough: Slot): void {
    if (decidedThrough > this.knownTo(peer)) this.#known.set(peer, decidedThrough);
    this.#pace.note(peer, this.knownTo(peer));
  }

  /** Whether `peer`, when last heard from, knew everything decided one heartbeat round earlier. */
  keepsUp(peer: ReplicaId): boolean {
    return this.#pace.keepsUp(peer);
  }

  /** The last slot that `peer` reported as decided. */
  knownTo(peer: ReplicaId): Slot {
    return this.#known.get(peer) ?? noSlot;
  }

  /** The latest local snapshot, for peers that request one. */
  get snapshot(): SnapshotImage | undefined {
    return this.#snapshot;
  }

  /** @param base of the same slot, for witnesses. */
  keep(snapshot: SnapshotImage, { through, epoch, configuration }: Base): void {
    this.#snapshot = snapshot;
    this.#snapshotBase = { through, epoch, configuration };
  }

  /** Progress of an incoming snapshot. */
  get progress(): TransferProgress | undefined {
    return this.#transfer.progress;
  }

  /** Called for each local decision: replies in flight keep arriving. */
  progressed(): void {
    this.#progressTick = this.#context.tick;
    this.#replied();
    const { wanted } = this.#transfer;
    if (wanted !== undefined && wanted.through <= this.#context.decidedThrough) this.#transfer.abandon();
  }

  /** Requests sent over the previous link are lost. */
  linkUp(peer: ReplicaId): void {
    this.#replied();
    if (this.#outstanding?.peer === peer) this.#outstanding = undefined;
  }

  /** Called on link-down. */
  forget(peer: ReplicaId): void {
    this.#known.delete(peer);
    this.#pace.forget(peer);
    this.#peerRequests.delete(peer);
    this.#budget.forget(peer);
    this.#silent.delete(peer);
    if (this.#outstanding?.peer === peer) this.#outstanding = undefined;
  }

  /** `peer` knows decisions that this replica lacks: sends a request unless one is outstanding. */
  noteAhead(peer: ReplicaId, decidedThrough: Slot): void {
    this.note(peer, decidedThrough);
    this.request(peer);
  }

  /** Sends `peer` a request if it is ahead and none is outstanding; a witness only if no other peer is ahead. */
  request(peer: ReplicaId): void {
    if (this.#outstanding !== undefined || this.knownTo(peer) <= this.#context.decidedThrough) return;
    this.#request(this.#isWitness(peer) ? (this.#ahead()[0] ?? peer) : peer);
  }

  /** A witness may have removed what this replica lacks. */
  #isWitness(peer: ReplicaId): boolean {
    const { configuration } = this.#context;
    return configuration !== undefined && isWitness(configuration, peer);
  }

  /** The peers that know more decisions; witnesses only if there is no other. */
  #ahead(): readonly ReplicaId[] {
    const { decidedThrough } = this.#context;
    const ahead = [...this.#known].filter(([, known]) => known > decidedThrough).map(([peer]) => peer);
    const full = ahead.filter((peer) => !this.#isWitness(peer));
    return full.length > 0 ? full : ahead;
  }

  #request(peer: ReplicaId): void {
    const { decidedThrough, tick } = this.#context;
    const { wanted } = this.#transfer;
    const firstSlot = nextSlot(decidedThrough);
    this.#outstanding = { peer, firstSlot, snapshot: wanted, tick, mayBeInFlight: false };
    const learn: Learn = {
      type: 'learn',
      firstSlot,
      ...(wanted === undefined ? {} : { snapshot: wanted }),
      ...(this.#context.isWitness ? { witness: true } : {}),
    };
    this.#context.send(peer, learn, 'now');
  }

  onLearn(from: ReplicaId, { firstSlot, snapshot: wanted, witness }: Learn): void {
    const { decidedThrough, isWitness: hasNoSnapshot } = this.#context;
    if (hasNoSnapshot && firstSlot <= this.#log.compactedThrough) return;
    if (firstSlot < 1 || firstSlot > decidedThrough || !this.#budget.allows(from, this.#context.tick)) return;
    const isWanted = wanted !== undefined && wanted.through === this.#snapshot?.through;
    const offset = isWanted ? wanted.offset : 0;
    if (this.#mayBeInFlight(from, firstSlot, offset)) {
      return this.#context.send(from, { type: 'learned', firstSlot, entries: [], decidedThrough }, 'now');
    }
    // A witness takes a base only from a member with a board.
    if (witness === true && !hasNoSnapshot) {
      const base = this.#baseAfter(firstSlot);
      if (base !== undefined) return this.#sendBase(from, base);
      // A snapshot would be the board.
      if (firstSlot <= this.#log.compactedThrough) return;
    }
    const isChunk = isWanted || firstSlot <= this.#log.compactedThrough;
    const count = isChunk ? this.#sendChunk(from, offset) : this.#sendEntries(from, firstSlot);
    const next = isChunk
      ? { firstSlot, offset: offset + count }
      : { firstSlot: (firstSlot + count) as Slot, offset };
    // A repeated request is answered again only after this reply has arrived.
    this.#peerRequests.set(from, { firstSlot, offset, ticket: this.#context.outflow.ticket(from), next });
  }

  /** A base at or after `firstSlot` through which all full voters hold the board, or that replaces the removed log. */
  #baseAfter(firstSlot: Slot): Base | undefined {
    const { configuration, decidedThrough, epoch, id, storedThrough } = this.#context;
    if (configuration === undefined) return undefined;
    this.#kept.note(id, storedThrough);
    const through = Math.min(this.#kept.through(configuration), decidedThrough) as Slot;
    const snapshot = this.#snapshotBase;
    if (through >= Math.max(epoch, firstSlot)) return { through, epoch, configuration };
    if (firstSlot > this.#log.compactedThrough) return undefined;
    return snapshot !== undefined && snapshot.through >= firstSlot ? snapshot : undefined;
  }

  #sendBase(to: ReplicaId, base: Base): void {
    const { through, digest, bytes } = encodeBase(base);
    const totalBytes = bytes.byteLength;
    this.#context.send(to, { type: 'snapshot', through, digest, totalBytes, offset: 0, bytes }, 'now');
  }

  /** Sends `peer` the decided entries from `firstSlot` up, without a request. */
  push(peer: ReplicaId, firstSlot: Slot): void {
    if (firstSlot <= this.#log.compactedThrough || firstSlot > this.#context.decidedThrough) return;
    if (this.#budget.allows(peer, this.#context.tick)) this.#sendEntries(peer, firstSlot);
  }

  /** @returns the number of entries. */
  #sendEntries(peer: ReplicaId, firstSlot: Slot): number {
    const { decidedThrough } = this.#context;
    const entries = this.#log.entries(firstSlot, decidedThrough, maxLearnedBytes);
    const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    this.#budget.spend(peer, bytes, this.#context.tick);
    this.#context.send(peer, { type: 'learned', firstSlot, entries, decidedThrough }, 'now');
    return entries.length;
  }

  /** Whether the requested range may be part of the bytes that were in flight when `peer` first requested it. */
  #mayBeInFlight(peer: ReplicaId, firstSlot: Slot, offset: number): boolean {
    const { outflow } = this.#context;
    let last = this.#peerRequests.get(peer);
    // The request for the next range overtakes the reply to the mark that follows the last answer.
    if (last?.next?.firstSlot === firstSlot && last.next.offset === offset)
      outflow.noteRead(peer, last.ticket);
    if (last?.firstSlot !== firstSlot || last.offset !== offset) {
      last = { firstSlot, offset, ticket: outflow.ticket(peer) };
      this.#peerRequests.set(peer, last);
    }
    return !outflow.hasArrived(peer, last.ticket);
  }

  onLearned(from: ReplicaId, { firstSlot, entries, decidedThrough }: Learned): void {
    this.note(from, decidedThrough);
    const outstanding = this.#outstanding;
    const isReply = outstanding?.peer === from && outstanding.firstSlot === firstSlot;
    if (isReply && entries.length === 0) {
      this.#replied();
      outstanding.tick = this.#context.tick;
      outstanding.mayBeInFlight = true;
      return;
    }
    const before = this.#context.decidedThrough;
    let position = firstSlot;
    for (const entry of entries) {
      if (position === this.#context.decidedThrough + 1) this.#decided.learn(entry);
      position = nextSlot(position);
    }
    if (isReply) this.#outstanding = undefined;
    // A duplicate reply triggers no request.
    if (isReply || this.#context.decidedThrough > before) this.request(from);
  }

  /** @returns the snapshot once it is complete; the caller installs it. */
  onSnapshot(from: ReplicaId, chunk: SnapshotChunk): SnapshotImage | undefined {
    // Unsolicited chunks are dropped: they must not fill the memory.
    if (!this.#isReply(from, chunk)) return undefined;
    this.#outstanding = undefined;
    this.note(from, chunk.through);
    if (chunk.through <= this.#context.decidedThrough) return undefined;
    this.#progressTick = this.#context.tick;
    this.#replied();
    const taken = this.#transfer.take(chunk);
    if (taken === 'incomplete') this.request(from);
    return typeof taken === 'string' ? undefined : taken;
  }

  /** Whether the chunk was requested, or is the first one of another snapshot. */
  #isReply(from: ReplicaId, { through, offset }: SnapshotChunk): boolean {
    const outstanding = this.#outstanding;
    if (outstanding?.peer !== from) return false;
    if (outstanding.snapshot?.through !== through) return offset === 0;
    return offset === outstanding.snapshot.offset;
  }

  /** @returns the number of bytes. */
  #sendChunk(to: ReplicaId, offset: number): number {
    const snapshot = this.#snapshot;
    if (snapshot === undefined || offset >= snapshot.bytes.byteLength) return 0;
    const { through, digest, bytes } = snapshot;
    const piece = bytes.subarray(offset, offset + this.#context.limits.snapshotChunkBytes);
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

  /** Sends a request to a peer that is ahead, after a wait without progress. */
  tick(): void {
    const { tick, limits } = this.#context;
    this.#pace.tick(this.#context.decidedThrough);
    const outstanding = this.#outstanding;
    if (outstanding !== undefined) {
      if (tick - outstanding.tick < waitTicks(limits.resendTicks, this.#retries)) return;
      this.#outstanding = undefined;
      const isFirst = this.#retries === 0;
      if (!outstanding.mayBeInFlight) {
        this.#retries += 1;
        this.#silent.add(outstanding.peer);
      }
      // Retries with the same peer first: it replies if the entries may be in flight.
      if (isFirst && this.#isFirstChoice(outstanding.peer)) return this.#request(outstanding.peer);
    } else if (tick - this.#progressTick < limits.resendTicks) return;
    const peer = this.#pick();
    if (peer !== undefined) this.#request(peer);
  }

  #replied(): void {
    this.#retries = 0;
    this.#silent.clear();
  }

  /**
   * The leader while it replies, as the missing entries may be in flight from it; otherwise any peer that is ahead, each once before one
   * is asked again. Some cannot help, such as a witness that has removed the entries, and the waits double.
   */
  #pick(): ReplicaId | undefined {
    const { leader } = this.#election;
    if (this.#retries === 0 && this.#isFirstChoice(leader.replica)) return leader.replica;
    const ahead = this.#ahead();
    if (ahead.every((peer) => this.#silent.has(peer))) this.#silent.clear();
    const next = ahead.filter((peer) => !this.#silent.has(peer));
    return next[Math.floor(this.#random() * next.length)];
  }

  /**
   * Whether a request goes to `peer` before it goes to others: it is ahead, or it leads and another peer is ahead. A
   * voter's report of a decision can arrive before the leader's, and the voter does not know what is in flight from the
   * leader.
   */
  #isFirstChoice(peer: ReplicaId): boolean {
    if (this.knownTo(peer) > this.#context.decidedThrough) return true;
    const leads = peer === this.#election.leader.replica && peer !== this.#context.id;
    return leads && this.#known.has(peer) && this.#ahead().length > 0;
  }
}
