/**
 * The loop around the engine: events in, effects out, in an order that keeps what the engine promises
 * (`docs/protocol.md`, "The engine's shape").
 *
 * It is synchronous and does no I/O. Its host stores one batch at a time and reports when that is durable ({@link
 * ReplicaLoop.saved}); writes that come meanwhile gather and share the next batch (group commit). Own commands of a batch
 * are signed together just before. The engine itself
 * holds back every message that depends on a write, so whatever it hands out may leave at once.
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

/** The consensus engine, as far as the loop drives it. */
export type Engine = Pick<Replica, 'step' | 'drain' | 'status'>;

/** Changes that become durable together, or not at all. */
export interface Batch {
  /** In this order. */
  readonly writes: readonly Write[];
  readonly outbox: OutboxChange;
}

/** The loop's surroundings. No call re-enters the engine: what the host causes meanwhile waits its turn. */
export interface LoopHost extends StateMachine, Pick<Seals, 'seal'> {
  /**
   * Begins to make `batch` durable. The host answers with `saved`, at once or later, and gets no other batch before. If
   * the storage fails it calls `halt` instead.
   */
  write(batch: Batch): void;
  /** Calls `save` once the caller's current turn is over, so that commands given in one go share a batch. */
  saveSoon(): void;
  /** All of it may leave now. */
  send(envelopes: readonly Envelope[]): void;
  /** After each round of events. @returns events to take before the loop rests. */
  stepped?(): readonly Event[];
  /** For tests and the simulator. */
  trace?(trace: Effects['trace']): void;
  /** The engine or the host threw; the loop has halted. May throw again. */
  failed(error: unknown): void;
}

/** `closing`: takes no more events, and still makes durable what it has taken. `halted`: does nothing more. */
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
  /** In the latest write. */
  #decidedThrough = noSlot;
  /** Own commands are being signed; the next batch waits for them. */
  #isSealing = false;
  #saveIsScheduled = false;
  /** The engine has effects without an event. */
  #isNew = false;
  /** What the storage holds is handed to the engine. */
  #isStarting = false;
  /** The loop is at work further up the stack. */
  #isTurning = false;
  #state: State = 'running';

  /** @param stored the commands that the storage holds. */
  constructor(id: ReplicaId, engine: Engine, host: LoopHost, stored: StoredOutbox = nothingStored) {
    this.#id = id;
    this.#engine = engine;
    this.#host = host;
    this.#outbox = new Outbox(id, stored);
  }

  /** Hands out what the engine replays of its storage, then submits again what was not applied. Once. */
  start(): void {
    this.#isNew = true;
    this.#isStarting = true;
    this.#turn();
    // Before anything new is signed: the engine takes this device's groups in order.
    this.#isStarting = false;
    if (this.isRunning)
      this.#events.push(...this.#outbox.groups.map((group) => ({ type: 'submit', group }) as const));
    this.#turn();
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Whether a batch is on its way to the storage, or about to be. */
  get isSaving(): boolean {
    return this.#saving !== undefined || this.#isSealing;
  }

  /** Commands of this device that are not known to be applied, in order. */
  get pendingCommands(): readonly PendingCommand[] {
    return this.#outbox.pending;
  }

  step(event: Event): void {
    if (this.#state !== 'running') return;
    this.#events.push(event);
    this.#turn();
  }

  /** Takes all of `events` in one round. */
  stepAll(events: readonly Event[]): void {
    if (this.#state !== 'running' || events.length === 0) return;
    this.#events.push(...events);
    this.#turn();
  }

  /**
   * Numbers a command of this device at once. It is submitted as soon as it is durable, and kept until it is seen
   * applied.
   *
   * @param body must not be changed any more.
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

  /** Hands out what waits for the storage, unless a batch is on its way. */
  save(): void {
    this.#saveIsScheduled = false;
    this.#turn();
  }

  /** The batch that was handed out last is durable. */
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
   * Takes no more events. All accepted data becomes durable before the loop rests, and so does what is known to be decided:
   * the next start shows it without a majority.
   */
  close(): void {
    if (this.#state !== 'running') return;
    this.#events = [{ type: 'flush' }];
    this.#turn();
    this.#state = 'closing';
    this.#events = [];
    this.#turn();
  }

  /** Does nothing more: the storage failed, or the engine did. */
  halt(): void {
    this.#state = 'halted';
    this.#events = [];
    this.#saving = undefined;
  }

  /** Never re-entered: what happens meanwhile waits in the queue and is taken next. */
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
    // Before whatever waits: a snapshot counts only as long as nothing more is decided.
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

  /** Signs what the next batch is to hold of the outbox. */
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
