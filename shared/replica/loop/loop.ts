/**
 * The loop around the engine: events in, effects out, in the order that the engine's guarantees need
 * (`docs/protocol.md`, "The engine's shape").
 *
 * Synchronous and without I/O. The host stores one batch at a time and reports when it is durable ({@link
 * ReplicaLoop.saved}); writes that arrive meanwhile share the next batch (group commit). Own commands are submitted as
 * soon as they are signed: a leader's own accept of them is in the batch that stores them, and a follower's are on
 * their way while they are being stored. The engine itself holds back every message that depends on a write, so every
 * drained message may be sent at once.
 */

import type { Effects, Event, Write } from '../../paxos/effects.ts';
import type { Envelope } from '../../paxos/messages.ts';
import { groupBytes, noDigest } from '../../paxos/model/entry.ts';
import { noSlot, type ReplicaId } from '../../paxos/model/ids.ts';
import { defaultLimits, type Limits } from '../../paxos/model/limits.ts';
import type { Replica } from '../../paxos/replica.ts';
import {
  nothingUnsaved,
  Outbox,
  type OutboxChange,
  type OutboxLimits,
  type PendingCommand,
  type StoredOutbox,
  type Submitted,
  type Unsaved,
} from '../outbox/outbox.ts';
import type { Seals } from '../seals/seals.ts';
import { Applying } from './applying.ts';
import { Snapshots, type StoredChunk } from './snapshots.ts';
import type { StateMachine } from './state-machine.ts';

/** The part of the consensus engine that the loop uses. */
export type Engine = Pick<Replica, 'step' | 'drain' | 'status'>;

/** Changes that become durable atomically. */
export interface Batch {
  /** To be applied in this order. */
  readonly writes: readonly Write[];
  readonly outbox: OutboxChange;
  /** A part of a snapshot that no write refers to yet. */
  readonly chunk?: StoredChunk | undefined;
}

/**
 * Whether a power loss may undo `batch` after it was confirmed, because no message depends on it. A later batch that is
 * not like that makes it durable: so the write that refers to chunks of a snapshot is durable only with all of them.
 */
export function isHintOnly({ writes = [], outbox, chunk }: Partial<Batch>): boolean {
  if (writes.length === 0 && chunk === undefined) return false;
  const areHints = writes.every(({ isHint }) => isHint === true);
  return areHints && (outbox === undefined || outbox.append.length === 0);
}

/** The loop's environment. No call re-enters the engine: events that the host causes meanwhile are queued. */
export interface LoopHost extends StateMachine, Pick<Seals, 'seal'> {
  /**
   * Starts to make `batch` durable. The host calls `saved`, at once or later, and receives no other batch before that.
   * If the storage fails it calls `halt` instead.
   */
  write(batch: Batch): void;
  /** Calls `save` after the caller's current turn, so that commands submitted together share a batch. */
  saveSoon(): void;
  /**
   * Calls `work` after other pending work: a snapshot is being encoded, or prepared. A hidden page may delay it; ticks do
   * the same.
   */
  workSoon(): void;
  /** Every message may be sent now. */
  send(envelopes: readonly Envelope[]): void;
  /** Called after each round of events. @returns events to process before the loop rests. */
  stepped?(): readonly Event[];
  /** For tests and the simulator. */
  trace?(trace: Effects['trace']): void;
  /** The engine or the host threw; the loop has halted. May throw again. */
  failed(error: unknown): void;
}

/** Bytes of own commands that wait for their proposal, at most. */
export const maxAwaitedBytes = 32 * 1024;

/** `closing`: accepts no more events, and still makes accepted ones durable. `halted`: does nothing more. */
type State = 'running' | 'closing' | 'halted';

const nothingStored: StoredOutbox = {
  outbox: [],
  unsaved: nothingUnsaved,
  nextSequence: 1,
  lastDigest: noDigest,
};

export class ReplicaLoop {
  readonly #engine: Engine;
  readonly #host: LoopHost;
  readonly #outbox: Outbox;
  readonly #snapshots: Snapshots;
  readonly #applying: Applying;
  #events: Event[] = [];
  #writes: readonly Write[] = [];
  #saving: Batch | undefined;
  /** The value in the latest write. */
  #decidedThrough = noSlot;
  /**
   * Whether own commands that are not stored are on their way to the leader (`sent`). Its proposal is due in a round trip:
   * one transaction then stores them and their accept, where each alone costs as much. Until the next tick at most, or
   * until a link changes, as it may be the leader's: only newly signed commands (`new`) become `sent`.
   */
  #underway: 'no' | 'new' | 'sent' = 'no';
  /** Set while own commands are being signed. */
  #isSealing = false;
  #saveIsScheduled = false;
  #workIsScheduled = false;
  /**
   * Set until the state machine has the replayed slots: the engine takes no step before that, and it is not known which
   * commands of the outbox are applied. A loop that is closed meanwhile remains so.
   */
  #isReplaying = false;
  /** Set while a call of {@link #turn} is on the stack. */
  #isTurning = false;
  #state: State = 'running';

  /**
   * @param stored the stored outbox.
   * @param limits those of the engine.
   * @param outboxLimits the usual ones if absent.
   */
  constructor(
    id: ReplicaId,
    engine: Engine,
    host: LoopHost,
    stored: StoredOutbox = nothingStored,
    limits: Pick<Limits, 'storedChunkBytes' | 'replayedCommands'> = defaultLimits,
    outboxLimits?: OutboxLimits,
  ) {
    this.#engine = engine;
    this.#host = host;
    this.#outbox = new Outbox(id, stored, outboxLimits);
    this.#snapshots = new Snapshots(limits.storedChunkBytes);
    this.#applying = new Applying(host, this.#outbox, id, limits.replayedCommands);
  }

  /** Hands out the slots that the engine replays from storage, then resubmits unapplied commands. Called once. */
  start(): void {
    const steps = this.starting();
    let step = steps.next();
    while (step.done !== true) step = steps.next();
  }

  /**
   * As {@link start}, in steps of a few milliseconds. Events between them wait. A loop that is closed meanwhile has
   * accepted nothing, and writes nothing.
   */
  *starting(): Generator<void, void> {
    this.#isReplaying = true;
    try {
      const effects = this.#engine.drain();
      for (const answers of this.#applying.replaying(effects.decided)) {
        this.#events.push(...answers);
        yield;
        if (!this.isRunning) return;
      }
      this.#perform({ ...effects, decided: [] });
      this.#stepped();
    } catch (error) {
      this.halt();
      this.#host.failed(error);
      return;
    }
    this.#isReplaying = false;
    this.#turn();
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Own commands that are not known to be applied, in order. */
  get pendingCommands(): readonly PendingCommand[] {
    return this.#outbox.pending;
  }

  step(event: Event): void {
    if (this.#state !== 'running') return;
    this.#events.push(event);
    if (event.type === 'tick') {
      this.#applying.tick();
      this.#workStep();
    }
    this.#turn();
  }

  /** Processes all of `events` in one round. */
  stepAll(events: readonly Event[]): void {
    if (this.#state !== 'running' || events.length === 0) return;
    this.#events.push(...events);
    this.#turn();
  }

  /** See {@link Outbox.holdBack}. */
  holdBack(): Unsaved {
    const unsaved = this.#outbox.holdBack();
    if (this.#underway === 'sent') {
      this.#underway = 'no';
      this.#turn();
    }
    return unsaved;
  }

  /**
   * Numbers an own command at once. It is submitted as soon as it is signed, and kept until it is applied.
   *
   * @param body must not be modified afterwards.
   */
  submit(body: Uint8Array): Submitted {
    if (this.#state !== 'running') return { ok: false, refusal: 'stopped' };
    const submitted = this.#outbox.append(body);
    if (submitted.ok && !this.#saveIsScheduled) {
      this.#saveIsScheduled = true;
      this.#host.saveSoon();
    }
    return submitted;
  }

  /** Writes everything that waits for the storage, unless a batch is being stored. */
  save(): void {
    this.#saveIsScheduled = false;
    this.#turn();
  }

  /** One step of the preparation of a received snapshot, or of the encoding of an own one. */
  work(): void {
    this.#workIsScheduled = false;
    if (this.#state !== 'running') return;
    this.#workStep();
    this.#workSoon();
    this.#turn();
  }

  /** The last batch is durable. */
  saved(): void {
    const saved = this.#saving;
    if (saved === undefined) return;
    this.#saving = undefined;
    this.#outbox.stored(saved.outbox);
    const last = saved.writes.at(-1);
    const whole = saved.chunk === undefined ? undefined : this.#snapshots.chunkStored(saved.chunk);
    if (this.#state === 'running') {
      if (last !== undefined) this.#events.push({ type: 'persisted', number: last.number });
      if (whole !== undefined) this.#events.push(whole);
    }
    this.#turn();
  }

  /**
   * Accepts no more events. All accepted data becomes durable before the loop rests, as do the slots known to be
   * decided, so that the next start shows them without a majority.
   */
  close(): void {
    if (this.#state !== 'running') return;
    this.#events = [];
    this.#attempt(() => this.#applying.finish());
    if (!this.isRunning) return;
    this.#events.push({ type: 'flush' });
    this.#turn();
    if (!this.isRunning) return;
    this.#state = 'closing';
    this.#events = [];
    this.#snapshots.drop();
    this.#turn();
  }

  /** Stops permanently: the storage or the engine failed. */
  halt(): void {
    this.#state = 'halted';
    this.#events = [];
    this.#saving = undefined;
    this.#snapshots.drop();
  }

  /** Never re-entered: events that arrive during a turn are queued. */
  #turn(): void {
    if (this.#isTurning || this.#isReplaying) return;
    this.#isTurning = true;
    try {
      do {
        this.#submitDue();
        if (this.#events.length > 0) this.#rounds();
        this.#commit();
      } while (this.#events.length > 0 || this.#hasDue() || this.#hasChunk());
    } catch (error) {
      this.halt();
      this.#host.failed(error);
    } finally {
      this.#isTurning = false;
    }
  }

  #rounds(): void {
    do {
      const events = this.#events;
      this.#events = [];
      for (const event of events) {
        if (event.type === 'tick' || event.type === 'link') this.#underway = 'no';
        this.#engine.step(event);
      }
      this.#perform(this.#engine.drain());
      this.#stepped();
    } while (this.#events.length > 0);
  }

  #stepped(): void {
    const more = this.#host.stepped?.();
    if (more !== undefined) this.#events.push(...more);
    this.#submitDue();
    if (this.#state !== 'running') this.#events = [];
  }

  #perform(effects: Effects): void {
    const { writes, messages, decided, snapshotDue } = effects;
    if (writes.length > 0) this.#writes = this.#writes.length === 0 ? writes : [...this.#writes, ...writes];
    if (messages.length > 0) this.#host.send(messages);
    if (this.#underway === 'new' && messages.some(({ message }) => message.type === 'submit'))
      this.#underway = 'sent';
    if (decided.length > 0) {
      this.#events.push(...this.#applying.apply(decided, false));
      if (decided.some(({ type }) => type === 'restored')) this.#snapshots.drop();
    }
    this.#workSoon();
    // Another one is due soon enough.
    if (snapshotDue !== undefined && this.#snapshots.isIdle && !this.#applying.isPreparing) {
      this.#snapshots.begin(snapshotDue, this.#host.snapshot());
      this.#workSoon();
    }
    if (effects.trace.length > 0) this.#host.trace?.(effects.trace);
  }

  /** Whether a chunk of a snapshot can be stored now: a host may confirm a batch at once. */
  #hasChunk(): boolean {
    return this.#state !== 'halted' && this.#saving === undefined && this.#snapshots.hasChunk;
  }

  #workSoon(): void {
    if (this.#workIsScheduled || !(this.#snapshots.isMaking || this.#applying.isPreparing)) return;
    this.#workIsScheduled = true;
    this.#host.workSoon();
  }

  #workStep(): void {
    this.#attempt(() => {
      if (this.#applying.isPreparing) return this.#applying.step();
      const made = this.#snapshots.step();
      return made === undefined ? [] : [made];
    });
  }

  #attempt(act: () => readonly Event[]): void {
    try {
      this.#events.push(...act());
    } catch (error) {
      this.halt();
      this.#host.failed(error);
    }
  }

  #hasDue(): boolean {
    return this.#state === 'running' && this.#outbox.hasDue;
  }

  #submitDue(): void {
    if (!this.#hasDue()) return;
    for (const group of this.#outbox.takeDue()) this.#events.push({ type: 'submit', group });
  }

  #commit(): void {
    if (this.#state === 'halted') return;
    // While own commands are being stored, or about to be, further ones gather: each group costs every device a check of
    // its signature.
    const isUnderway = this.#underway === 'sent' && this.#outbox.hasUnsaved;
    if (!isUnderway && (this.#saving === undefined || this.#saving.outbox.append.length === 0)) this.#seal();
    // The engine first: its writes for these commands share the batch.
    if (this.#saving !== undefined || this.#hasDue()) return;
    if (this.#writes.length === 0 && !this.#outbox.hasUnsaved && !this.#snapshots.hasChunk) return;
    const allowed = Math.min(this.#snapshots.allowed(this.#writes), this.#applying.allowed(this.#writes));
    const isAll = allowed === this.#writes.length;
    const writes = isAll ? this.#writes : this.#writes.slice(0, allowed);
    const chunk = this.#snapshots.nextChunk();
    const mayWait = !this.#outbox.hasUnsaved || (isUnderway && !this.#outbox.hasUnsealed && this.isRunning);
    if (writes.length === 0 && mayWait && chunk === undefined) return;
    this.#underway = 'no';
    this.#writes = isAll ? [] : this.#writes.slice(allowed);
    for (const { decidedThrough } of writes) this.#decidedThrough = decidedThrough ?? this.#decidedThrough;
    const outbox = this.#outbox.take(this.#decidedThrough);
    this.#saving = chunk === undefined ? { writes, outbox } : { writes, outbox, chunk };
    this.#host.write(this.#saving);
  }

  /** Signs what is in no group yet; what comes meanwhile is in the next one. */
  #seal(): void {
    if (this.#isSealing || !this.#outbox.hasUnsealed) return;
    this.#isSealing = true;
    this.#host.seal(this.#outbox.takeUnsealed(), (groups) => {
      this.#isSealing = false;
      if (this.#state === 'halted') return;
      // The proposal of a large group is not due within a tick over a slow link.
      const isSmall = groups.reduce((sum, group) => sum + groupBytes(group), 0) <= maxAwaitedBytes;
      if (isSmall && !this.#outbox.hasUnsaved) this.#underway = 'new';
      this.#outbox.sealed(groups);
      this.#turn();
    });
  }
}
