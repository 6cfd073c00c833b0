/**
 * Drives one replica over a real network, storage and clock: events in, effects out, in an order that keeps what the
 * engine promises (`docs/protocol.md`, "The engine's shape").
 *
 * Writes gather while a transaction is in flight and share the next one (group commit). The engine itself holds back
 * every message that depends on a write; whatever it hands out may leave at once. If the storage fails, the replica
 * stops: it cannot keep a promise that it cannot write down.
 */

import type { Peer, Transport } from '#app/mesh/transport.ts';
import { isStoreError, StoreFenced, StoreGone } from '#app/store/errors.ts';
import type { PendingCommand } from '#app/store/layout.ts';
import type { ReplicaStore } from '#app/store/replica-store.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Effects, Event, Status, Write } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Replica, type ReplicaOptions } from '#shared/paxos/replica.ts';
import { decodeFrame, encodeMessage, encodeSessionMessage } from '#shared/wire/frame.ts';
import type { SessionMessage } from '#shared/wire/presence.ts';
import { heardOfViewer, isOverreach } from './admission.ts';
import { applyEffects } from './applying.ts';
import type { DriverNotice, HaltReason, ReplicaListener } from './listener.ts';
import { Offences } from './offences.ts';
import { Outbox, type Submitted } from './outbox.ts';
import { Removals } from './removals.ts';
import type { Ticker } from './ticker.ts';
import { VoterWatch } from './voter-watch.ts';
import { Waiting } from './waiting.ts';

export type { DriverNotice, HaltReason, ReplicaListener } from './listener.ts';

/** The consensus engine, as far as it is driven. */
export type Engine = Pick<Replica, 'step' | 'drain' | 'status'>;

export interface DriverOptions {
  readonly store: Pick<ReplicaStore, 'opened' | 'commit' | 'close' | 'onGone'>;
  readonly transport: Transport;
  /** What this device may do on the board. */
  readonly access: BoardAccess;
  readonly ticker: Ticker;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly listener: ReplicaListener;
  /** For tests. */
  readonly createEngine?: (options: ReplicaOptions) => Engine;
}

export class ReplicaDriver {
  readonly id: ReplicaId;
  readonly #options: DriverOptions;
  readonly #outbox: Outbox;
  readonly #voterWatch: VoterWatch;
  readonly #waiting = new Waiting();
  readonly #offences = new Offences();
  /** Linked members that may only view. */
  readonly #viewers = new Set<ReplicaId>();
  readonly #removals = new Removals();
  #dismissed = 0;
  #engine: Engine | undefined;
  #events: Event[] = [];
  #pumping = false;
  #saveIsScheduled = false;
  #writes: Write[] = [];
  #committing: Promise<void> | undefined;
  /** Ticks and frames come, or are about to. */
  #holdsOn = false;
  #state: 'new' | 'running' | 'stopped' | 'halted' = 'new';
  /** It has stopped for good, and that is to be durable. */
  #isSuperseded = false;
  #stopping: Promise<void> | undefined;

  constructor(options: DriverOptions) {
    const { replica, outbox, nextSequence } = options.store.opened;
    this.id = replica;
    this.#options = options;
    this.#outbox = new Outbox(outbox, nextSequence);
    this.#voterWatch = new VoterWatch(replica);
  }

  /** Replays what is decided, then goes on from where the replica stopped. Once. */
  start(): void {
    if (this.#state !== 'new') return;
    const { store, ticker, random, createEngine } = this.#options;
    const { replica, founder, state } = store.opened;
    this.#state = 'running';
    store.onGone((gone) => this.#halt('gone', gone.message));
    try {
      const create = createEngine ?? ((options) => new Replica(options));
      this.#engine = create({ id: replica, random, state, genesis: founder && state === undefined });
    } catch (error) {
      return this.#halt('invariant', messageOf(error));
    }
    this.#pump();
    for (const { sequence, body } of this.#outbox.pending) {
      this.#events.push({ type: 'submit', sequence, body });
    }
    this.#pump();
    if (!this.#isRunning()) return;
    this.#holdsOn = true;
    this.#connect();
    ticker.start(() => this.#tick());
  }

  /**
   * This device was asleep: its links go down and are made anew, so that nothing that was said before or meanwhile
   * counts as said now, and whoever leads is found out afresh.
   */
  wake(): void {
    if (!this.#isRunning() || !this.#holdsOn) return;
    this.#options.transport.stop();
    this.#step({ type: 'stay' });
    if (this.#isRunning()) this.#connect();
  }

  #connect(): void {
    this.#options.transport.start({
      linkUp: (peer) => this.#linkUp(peer),
      linkDown: (peer) => this.#linkDown(peer),
      frame: (from, _lane, bytes) => this.#frame(from, bytes),
      changed: () => this.#options.listener.networkChanged(),
      notice: (notice) => {
        if (notice.type === 'dismissed') this.#halt('removed', notice.by);
        else this.#options.listener.notice(notice);
      },
    });
    this.#dismissed = 0;
    this.#letRemovedGo();
  }

  /**
   * Takes a command of this device. It is numbered at once, and goes to the others as soon as it is durable; it is
   * kept until it was seen among the decided, also across restarts.
   *
   * @param body must not be changed any more.
   */
  submit(body: Uint8Array): Submitted {
    if (!this.#isRunning()) return { ok: false, refusal: 'stopped' };
    if (this.#options.access === 'view') return { ok: false, refusal: 'viewOnly' };
    const submitted = this.#outbox.append(body);
    if (submitted.ok) this.#scheduleSave();
    return submitted;
  }

  /** Commands of this device that are not known to be applied, in order. */
  pendingCommands(): readonly PendingCommand[] {
    return [...this.#outbox.pending];
  }

  /** @throws Error before `start`. */
  status(): Status {
    if (this.#engine === undefined) throw new Error('the replica has not started');
    return this.#engine.status();
  }

  /** To a leader: let these replicas vote. What came of it is in the trace and in the decided entries. */
  reconfigure(voters: readonly ReplicaId[]): void {
    this.#step({ type: 'reconfigure', voters });
  }

  /**
   * This device is about to leave (quit, sleep): its vote may go to someone else, and with it leadership. Told again
   * until it is so.
   */
  signOff(): void {
    this.#step({ type: 'signOff' });
  }

  /** It stays after all, or is back. */
  stay(): void {
    this.#step({ type: 'stay' });
  }

  /** Whether it may go on alone: it has waited for a majority for {@link recoverableTicks}, and has a board. */
  get canRecover(): boolean {
    if (!this.#isRunning() || this.#engine === undefined) return false;
    // The others would not follow one that may only view.
    return this.#options.access === 'edit' && this.#waiting.canRecover(this.status());
  }

  /**
   * These were removed from the board, as all agree: they get no vote, and no link as soon as none of them is needed to
   * hand over its own. If this replica is among them it hands over what it has, and stops.
   */
  remove(replicas: Iterable<ReplicaId>): void {
    if (!this.#removals.add(replicas)) return;
    this.#voterWatch.remove(this.#removals.ids);
    if (this.#removals.has(this.id)) this.#step({ type: 'signOff' });
    this.#letRemovedGo();
  }

  #letRemovedGo(): void {
    if (this.#removals.isEmpty || !this.#isRunning() || !this.#holdsOn) return;
    const due = this.#removals.due(this.status().configuration?.voters ?? []);
    if (due.has(this.id)) return this.#halt('removed', '');
    if (due.size === this.#dismissed) return;
    this.#dismissed = due.size;
    this.#options.transport.dismiss(due);
  }

  /**
   * Goes on alone, from what this device knows: only if a person says so. Every other device stops when it hears
   * of it. No effect unless {@link canRecover}.
   */
  recover(): void {
    if (this.canRecover) this.#step({ type: 'recover' });
  }

  /** To every member that is linked, best effort. */
  broadcast(message: SessionMessage): void {
    if (!this.#isRunning()) return;
    const bytes = encodeSessionMessage(message);
    for (const peer of this.#voterWatch.linked) this.#options.transport.send(peer, 'ephemeral', bytes);
  }

  /** Resolves when the network is left and everything that was taken is durable. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const wasRunning = this.#isRunning();
    if (this.#state !== 'halted') this.#state = 'stopped';
    this.#letGo();
    // The end of one transaction may begin another.
    while (this.#committing !== undefined) await this.#committing;
    if (wasRunning && this.#state === 'stopped') {
      this.#commit();
      await this.#committing;
    }
    this.#options.store.close();
  }

  #isRunning(): boolean {
    return this.#state === 'running';
  }

  // Events.

  #step(event: Event): void {
    if (!this.#isRunning()) return;
    this.#events.push(event);
    this.#pump();
  }

  #tick(): void {
    if (!this.#isRunning()) return;
    this.#waiting.tick(this.status());
    this.#removals.tick();
    this.#step({ type: 'tick' });
    const voters = this.#voterWatch.tick(() => this.status());
    if (voters !== undefined) this.reconfigure(voters);
    this.#letRemovedGo();
  }

  #linkUp(peer: Peer): void {
    if (!this.#isRunning()) return;
    if (peer.access === 'view') this.#viewers.add(peer.replica);
    this.#voterWatch.linkUp(peer.replica, peer.access);
    this.#step({ type: 'link', peer: peer.replica, state: 'up' });
    this.#options.listener.linkUp(peer);
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#isRunning()) return;
    this.#viewers.delete(peer);
    this.#voterWatch.linkDown(peer);
    this.#step({ type: 'link', peer, state: 'down' });
    this.#options.listener.linkDown(peer);
  }

  #frame(from: ReplicaId, bytes: Uint8Array): void {
    if (!this.#isRunning()) return;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) return this.#tell(this.#offences.garbage(from, decoded.problem));
    const { frame } = decoded;
    if (frame.kind === 'engine') return this.#hear(from, frame.message);
    this.#options.listener.presence(from, frame.message);
  }

  #hear(from: ReplicaId, message: Message): void {
    const heard = this.#viewers.has(from) ? heardOfViewer(message, this.status()) : message;
    if (heard !== undefined) this.#step({ type: 'receive', from, message: heard });
    else if (isOverreach(message)) this.#tell(this.#offences.overreach(from));
  }

  #tell(notice: DriverNotice | undefined): void {
    if (notice !== undefined) this.#options.listener.notice(notice);
  }

  // Effects.

  /** Never re-entered: what happens meanwhile waits in the queue and is taken next. */
  #pump(): void {
    const engine = this.#engine;
    if (this.#pumping || engine === undefined || !this.#isRunning()) return;
    this.#pumping = true;
    try {
      do {
        const events = this.#events;
        this.#events = [];
        for (const event of events) engine.step(event);
        this.#perform(engine.drain());
        const status = engine.status();
        this.#options.listener.status(status);
        if (status.halted !== undefined) this.#halt(status.halted.reason, status.halted.why);
        const voters = this.#voterWatch.hear(status);
        if (voters !== undefined) this.#events.push({ type: 'reconfigure', voters });
      } while (this.#events.length > 0 && this.#isRunning());
    } catch (error) {
      this.#halt(haltReasonOf(error), messageOf(error));
    } finally {
      this.#pumping = false;
    }
    this.#save();
  }

  #perform(effects: Effects): void {
    const { listener } = this.#options;
    this.#writes.push(...effects.writes);
    this.#send(effects.messages);
    // Before whatever waits: a snapshot counts only as long as nothing more is decided.
    this.#events.unshift(...applyEffects(effects, listener, this.#outbox, this.id));
    if (effects.trace.length > 0) listener.trace(effects.trace);
  }

  /** A message that goes to everyone is encoded once. */
  #send(envelopes: Effects['messages']): void {
    let encoded: { readonly message: Message; readonly bytes: Uint8Array } | undefined;
    for (const { to, message } of envelopes) {
      try {
        if (encoded?.message !== message) encoded = { message, bytes: encodeMessage(message) };
        this.#options.transport.send(to, 'consensus', encoded.bytes);
      } catch (error) {
        this.#options.listener.notice({ type: 'unsent', to, why: messageOf(error) });
      }
    }
  }

  // Storage.

  /** Commands that come in one go share a transaction. */
  #scheduleSave(): void {
    if (this.#saveIsScheduled) return;
    this.#saveIsScheduled = true;
    queueMicrotask(() => {
      this.#saveIsScheduled = false;
      this.#save();
    });
  }

  #save(): void {
    if ((this.#isRunning() || this.#isSuperseded) && this.#committing === undefined) this.#commit();
  }

  #commit(): void {
    const writes = this.#writes;
    if (writes.length === 0 && !this.#outbox.hasUnsaved) return;
    this.#writes = [];
    const outbox = this.#outbox.take();
    this.#committing = this.#options.store.commit({ writes, outbox }).then(
      () => {
        this.#committing = undefined;
        const last = writes.at(-1);
        if (last !== undefined) this.#events.push({ type: 'persisted', number: last.number });
        for (const { sequence, body } of outbox.append) this.#events.push({ type: 'submit', sequence, body });
        this.#pump();
        this.#save();
      },
      (error: unknown) => {
        this.#committing = undefined;
        this.#halt(haltReasonOf(error), messageOf(error));
      },
    );
  }

  // The end.

  #halt(reason: HaltReason, why: string): void {
    if (this.#state === 'halted') return;
    this.#state = 'halted';
    this.#isSuperseded = reason === 'superseded';
    this.#letGo();
    this.#options.listener.halted(reason, why);
  }

  /** No more ticks, no more network. */
  #letGo(): void {
    this.#events = [];
    if (!this.#holdsOn) return;
    this.#holdsOn = false;
    this.#options.ticker.stop();
    this.#options.transport.stop();
  }
}

function haltReasonOf(error: unknown): HaltReason {
  if (error instanceof StoreFenced) return 'elsewhere';
  if (error instanceof StoreGone) return 'gone';
  return isStoreError(error) ? 'storage' : 'invariant';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
