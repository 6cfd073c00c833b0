/**
 * The loop around the engine: events in, effects out, in the order that the engine's guarantees need
 * (`docs/protocol.md`, "The engine's shape").
 *
 * Synchronous and without I/O. The host stores one batch at a time and reports when it is durable ({@link
 * ReplicaLoop.saved}); writes that arrive meanwhile share the next batch (group commit). The own commands of a batch
 * are signed together just before it. The engine itself holds back every message that depends on a write, so every
 * drained message may be sent at once.
 */

import type { Effects, Event, Write } from '../paxos/effects.ts';
import type { Envelope } from '../paxos/messages.ts';
import { noDigest } from '../paxos/model/entry.ts';
import { noSlot, type ReplicaId } from '../paxos/model/ids.ts';
import type { Replica } from '../paxos/replica.ts';
import { applyEffects } from './applying.ts';
import {
  Outbox,
  type OutboxChange,
  type PendingCommand,
  type StoredOutbox,
  type Submitted,
} from './outbox.ts';
import type { Seals } from './seals.ts';
import type { StateMachine } from './state-machine.ts';

/** The part of the consensus engine that the loop uses. */
export type Engine = Pick<Replica, 'step' | 'drain' | 'status'>;

/** Changes that become durable atomically. */
export interface Batch {
  /** To be applied in this order. */
  readonly writes: readonly Write[];
  readonly outbox: OutboxChange;
}

/** Whether a power loss may undo `batch` after it was confirmed, because no message depends on it. */
export function isHintOnly({ writes = [], outbox }: Partial<Batch>): boolean {
  const areHints = writes.length > 0 && writes.every(({ isHint }) => isHint === true);
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
  /** Every message may be sent now. */
  send(envelopes: readonly Envelope[]): void;
  /** Called after each round of events. @returns events to process before the loop rests. */
  stepped?(): readonly Event[];
  /** For tests and the simulator. */
  trace?(trace: Effects['trace']): void;
  /** The engine or the host threw; the loop has halted. May throw again. */
  failed(error: unknown): void;
}

/** `closing`: accepts no more events, and still makes accepted ones durable. `halted`: does nothing more. */
type State = 'running' | 'closing' | 'halted';

const nothingStored: StoredOutbox = { outbox: [], unsaved: [], nextSequence: 1, lastDigest: noDigest };

export class ReplicaLoop {
  readonly #id: ReplicaId;
  readonly #engine: Engine;
  readonly #host: LoopHost;
  readonly #outbox: Outbox;
  #events: Event[] = [];
  #writes: Write[] = [];
  #saving: Batch | undefined;
  /** The value in the latest write. */
  #decidedThrough = noSlot;
  /** Set while own commands are being signed; the next batch waits for them. */
  #isSealing = false;
  #saveIsScheduled = false;
  /** Set if the engine has effects before the first event. */
  #isNew = false;
  /** Set while the engine replays the stored state. */
  #isStarting = false;
  /** Set while a call of {@link #turn} is on the stack. */
  #isTurning = false;
  #state: State = 'running';

  /** @param stored the stored outbox. */
  constructor(id: ReplicaId, engine: Engine, host: LoopHost, stored: StoredOutbox = nothingStored) {
    this.#id = id;
    this.#engine = engine;
    this.#host = host;
    this.#outbox = new Outbox(id, stored);
  }

  /** Hands out the slots that the engine replays from storage, then resubmits unapplied commands. Called once. */
  start(): void {
    this.#isNew = true;
    this.#isStarting = true;
    this.#turn();
    // Before new commands are signed: the engine takes this device's groups in order.
    this.#isStarting = false;
    if (this.isRunning)
      this.#events.push(...this.#outbox.groups.map((group) => ({ type: 'submit', group }) as const));
    this.#turn();
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Whether a batch is being stored, or about to be. */
  get isSaving(): boolean {
    return this.#saving !== undefined || this.#isSealing;
  }

  /** Own commands that are not known to be applied, in order. */
  get pendingCommands(): readonly PendingCommand[] {
    return this.#outbox.pending;
  }

  step(event: Event): void {
    if (this.#state !== 'running') return;
    this.#events.push(event);
    this.#turn();
  }

  /** Processes all of `events` in one round. */
  stepAll(events: readonly Event[]): void {
    if (this.#state !== 'running' || events.length === 0) return;
    this.#events.push(...events);
    this.#turn();
  }

  /**
   * Numbers an own command at once. It is submitted once it is durable, and kept until it is applied.
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

  /** The last batch is durable. */
  saved(): void {
    const saved = this.#saving;
    if (saved === undefined) return;
    this.#saving = undefined;
    if (this.#state === 'running') {
      const last = saved.writes.at(-1);
      if (last !== undefined) this.#events.push({ type: 'persisted', number: last.number });
      for (const group of saved.outbox.append) this.#events.push({ type: 'submit', group });
    }
    this.#turn();
  }

  /**
   * Accepts no more events. All accepted data becomes durable before the loop rests, as do the slots known to be
   * decided, so that the next start shows them without a majority.
   */
  close(): void {
    if (this.#state !== 'running') return;
    this.#events = [{ type: 'flush' }];
    this.#turn();
    this.#state = 'closing';
    this.#events = [];
    this.#turn();
  }

  /** Stops permanently: the storage or the engine failed. */
  halt(): void {
    this.#state = 'halted';
    this.#events = [];
    this.#saving = undefined;
  }

  /** Never re-entered: events that arrive during a turn are queued. */
  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    try {
      do {
        if (this.#isNew || this.#events.length > 0) this.#rounds();
        this.#commit();
      } while (this.#events.length > 0);
    } catch (error) {
      this.halt();
      this.#host.failed(error);
    } finally {
      this.#isTurning = false;
    }
  }

  #rounds(): void {
    this.#isNew = false;
    do {
      const events = this.#events;
      this.#events = [];
      for (const event of events) this.#engine.step(event);
      this.#perform(this.#engine.drain());
      const more = this.#host.stepped?.();
      if (more !== undefined) this.#events.push(...more);
      if (this.#state !== 'running') this.#events = [];
    } while (this.#events.length > 0);
  }

  #perform(effects: Effects): void {
    this.#writes.push(...effects.writes);
    if (effects.messages.length > 0) this.#host.send(effects.messages);
    const answers = applyEffects(effects, this.#host, this.#outbox, this.#id);
    // Before queued events: a snapshot is accepted only while nothing more is decided.
    this.#events.unshift(...answers);
    if (effects.trace.length > 0) this.#host.trace?.(effects.trace);
  }

  #commit(): void {
    if (this.#state === 'halted' || this.#isStarting || this.#saving !== undefined) return;
    this.#seal();
    if (this.#isSealing) return;
    if (this.#writes.length === 0 && !this.#outbox.hasUnsaved) return;
    for (const { decidedThrough } of this.#writes)
      this.#decidedThrough = decidedThrough ?? this.#decidedThrough;
    this.#saving = { writes: this.#writes, outbox: this.#outbox.take(this.#decidedThrough) };
    this.#writes = [];
    this.#host.write(this.#saving);
  }

  /** Signs the part of the outbox that the next batch stores. */
  #seal(): void {
    if (this.#isSealing || !this.#outbox.hasUnsealed) return;
    this.#isSealing = true;
    this.#host.seal(this.#outbox.takeUnsealed(), (groups) => {
      this.#isSealing = false;
      if (this.#state === 'halted') return;
      this.#outbox.sealed(groups);
      this.#turn();
    });
  }
}
