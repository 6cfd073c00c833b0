/**
 * Runs one device of a board over a real network, storage and clock. The logic is in `shared/replica`; this adapts
 * promises, frames and the ticker to it.
 *
 * If the storage fails, the replica stops: it cannot keep a promise that it cannot store.
 */

import type { Peer, Transport } from '#app/mesh/transport.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { isStoreError, StoreFenced, StoreGone } from '#app/store/errors.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { laneOf } from '#shared/paxos/flow/lanes.ts';
import type { Envelope, Message } from '#shared/paxos/messages.ts';
import { commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { ReplicaOptions } from '#shared/paxos/replica.ts';
import { Device, type DeviceHost, type Standing } from '#shared/replica/device.ts';
import type { Batch, Engine } from '#shared/replica/loop.ts';
import type { PendingCommand, Submitted } from '#shared/replica/outbox.ts';
import type { Seals } from '#shared/replica/seals.ts';
import { decodeFrame, encodeMessage, encodeSessionMessage, sessionFrameKind } from '#shared/wire/frame.ts';
import { isDrawing, type SessionMessage } from '#shared/wire/presence.ts';
import { EphemeralBudget } from './ephemeral-budget.ts';
import type { DriverNotice, HaltReason, ReplicaListener } from './listener.ts';
import { Offences } from './offences.ts';
import type { Ticker } from './ticker.ts';

export type { DriverNotice, HaltReason, ReplicaListener } from './listener.ts';

export interface DriverOptions {
  readonly store: Pick<BoardStore, 'opened' | 'commit' | 'close' | 'onGone'>;
  readonly transport: Transport;
  readonly standing: Standing;
  readonly seals: Seals;
  readonly ticker: Ticker;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
  readonly listener: ReplicaListener;
  /** For tests. */
  readonly createEngine?: (options: ReplicaOptions) => Engine;
}

export class ReplicaDriver {
  readonly id: ReplicaId;
  readonly #options: DriverOptions;
  readonly #offences = new Offences();
  readonly #budget = new EphemeralBudget();
  /** What each linked peer may do. */
  readonly #access = new Map<ReplicaId, Peer['access']>();
  #device: Device | undefined;
  #committing: Promise<void> | undefined;
  #sealing: Promise<void> | undefined;
  /** Whether ticker and network are started, or about to be. */
  #isConnected = false;
  #state: 'new' | 'running' | 'stopped' | 'halted' = 'new';
  #stopping: Promise<void> | undefined;

  constructor(options: DriverOptions) {
    this.id = options.store.opened.replica;
    this.#options = options;
  }

  /** Replays the decided slots, then continues. Called once. */
  start(): void {
    if (this.#state !== 'new') return;
    const { store, ticker, random, standing, createEngine } = this.#options;
    const { founder, state } = store.opened;
    this.#state = 'running';
    store.onGone((gone) => this.#halt('gone', gone.message));
    try {
      this.#device = new Device({
        id: this.id,
        random,
        state,
        genesis: founder && state === undefined,
        standing,
        stored: store.opened,
        ...(createEngine === undefined ? {} : { createEngine }),
        host: this.#host(),
      });
    } catch (error) {
      return this.#halt('invariant', messageOf(error));
    }
    this.#device.start();
    if (!this.#isRunning()) return;
    this.#isConnected = true;
    this.#connect();
    ticker.start(() => {
      this.#budget.tick();
      this.#device?.tick();
    });
  }

  #host(): DeviceHost {
    const { listener, transport, seals } = this.#options;
    return {
      seal: (...unsealed) => this.#seal(...unsealed),
      check: (groups, answer) => seals.check(groups, answer),
      decided: (decided) => listener.decided(decided),
      restored: (restored) => listener.restored(restored),
      digest: () => listener.digest(),
      snapshot: () => listener.snapshot(),
      write: (batch) => this.#write(batch),
      saveSoon: () => queueMicrotask(() => this.#device?.save()),
      send: (envelopes) => this.#send(envelopes),
      status: (status) => listener.status(status),
      halted: (reason, why) => this.#halt(reason, why),
      overreach: (from) => this.#report(this.#offences.overreach(from)),
      forged: (from) => transport.forged(from),
      dismiss: (removed) => transport.dismiss(removed),
      failed: (error) => this.#halt(haltReasonOf(error), messageOf(error)),
    };
  }

  /**
   * The device was asleep: its links are replaced, so that stale messages do not count, and the leader is determined
   * afresh.
   */
  wake(): void {
    if (!this.#isRunning() || !this.#isConnected) return;
    this.#options.transport.stop();
    this.#device?.stay();
    if (this.#isRunning()) this.#connect();
  }

  #connect(): void {
    const { transport, listener } = this.#options;
    transport.start({
      linkUp: (peer) => this.#linkUp(peer),
      linkDown: (peer) => this.#linkDown(peer),
      frame: (from, _lane, bytes) => this.#frame(from, bytes),
      changed: () => listener.networkChanged(),
      notice: (notice) => {
        if (notice.type === 'dismissed') this.#halt('removed', notice.by);
        else listener.notice(notice);
      },
    });
    this.#device?.connected();
  }

  /**
   * Submits an own command. It is numbered at once, sent as soon as it is durable, and kept until it is decided, also
   * across restarts.
   *
   * @param body must not be modified afterwards.
   */
  submit(body: Uint8Array): Submitted {
    return this.#device?.submit(body) ?? { ok: false, refusal: 'stopped' };
  }

  /** Own commands that are not known to be applied, in order. */
  pendingCommands(): readonly PendingCommand[] {
    const { outbox, unsaved } = this.#options.store.opened;
    return [...(this.#device?.pendingCommands ?? [...commandsOf(outbox), ...unsaved])];
  }

  /** @throws Error before `start`. */
  status(): Status {
    if (this.#device === undefined) throw new Error('the replica has not started');
    return this.#device.status();
  }

  /** To a leader: make these replicas the voters. The decided entries show the result. */
  reconfigure(voters: readonly ReplicaId[]): void {
    this.#device?.reconfigure(voters);
  }

  /** The device is about to leave (quit, sleep): another member may take over its vote and leadership. */
  signOff(): void {
    this.#device?.signOff();
  }

  /** The device stays after all, or is back. */
  stay(): void {
    this.#device?.stay();
  }

  /** Whether a recovery is allowed: see {@link Device.canRecover}. */
  get canRecover(): boolean {
    return this.#device?.canRecover === true;
  }

  /** See {@link Device.remove}. */
  remove(replicas: Iterable<ReplicaId>): void {
    this.#device?.remove(replicas);
  }

  /**
   * Continues alone from the local state: only after a person confirmed it. Every other device halts when it receives a
   * message of the new generation. Ignored unless {@link canRecover}.
   */
  recover(): void {
    if (this.canRecover) this.#device?.recover();
  }

  /** To `peer`, beside the log; best effort. @returns its bytes, 0 if there is no link. @throws RangeError if it is too large. */
  tell(peer: ReplicaId, message: SessionMessage): number {
    if (!this.#isRunning() || !this.#access.has(peer)) return 0;
    const bytes = encodeSessionMessage(message);
    this.#options.transport.send(peer, 'ephemeral', bytes);
    return bytes.byteLength;
  }

  /** Resolves when the network is left and every accepted command is durable. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (this.#state !== 'halted') this.#state = 'stopped';
    this.#disconnect();
    this.#device?.close();
    // The end of a transaction may start another one, and commands are signed before each.
    for (;;) {
      const underWay = this.#committing ?? this.#sealing;
      if (underWay === undefined) break;
      await underWay;
    }
    this.#options.store.close();
  }

  #isRunning(): boolean {
    return this.#state === 'running';
  }

  // Network.

  #linkUp(peer: Peer): void {
    if (!this.#isRunning()) return;
    this.#access.set(peer.replica, peer.access);
    this.#device?.linkUp(peer.replica, peer);
    this.#options.listener.linkUp(peer);
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#isRunning()) return;
    this.#access.delete(peer);
    this.#budget.forget(peer);
    this.#device?.linkDown(peer);
    this.#options.listener.linkDown(peer);
  }

  #frame(from: ReplicaId, bytes: Uint8Array): void {
    if (!this.#isRunning()) return;
    // Before it is looked at: who sends too much costs no more than this.
    if (bytes[0] === sessionFrameKind && !this.#budget.allows(from, bytes.byteLength)) return;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) return this.#report(this.#offences.garbage(from, decoded.problem));
    const { frame } = decoded;
    if (frame.kind === 'engine') this.#device?.receive(from, frame.message);
    else this.#hear(from, frame.message);
  }

  /** Who may only view may show where it is, and draws nothing. */
  #hear(from: ReplicaId, message: SessionMessage): void {
    const access = this.#access.get(from);
    if (access === undefined) return;
    if (access === 'view' && isDrawing(message)) this.#report(this.#offences.overreach(from));
    else this.#options.listener.presence(from, message);
  }

  #report(notice: DriverNotice | undefined): void {
    if (notice !== undefined) this.#options.listener.notice(notice);
  }

  /** A message to several peers is encoded once. */
  #send(envelopes: readonly Envelope[]): void {
    let encoded: { readonly message: Message; readonly bytes: Uint8Array } | undefined;
    for (const { to, message } of envelopes) {
      try {
        if (encoded?.message !== message) encoded = { message, bytes: encodeMessage(message) };
        const lane = laneOf(message) === 'urgent' ? 'consensus' : 'bulk';
        this.#options.transport.send(to, lane, encoded.bytes);
      } catch (error) {
        this.#options.listener.notice({ type: 'unsent', to, why: messageOf(error) });
      }
    }
  }

  // Storage.

  #seal(...[unsealed, answer]: Parameters<Seals['seal']>): void {
    let done = (): void => undefined;
    this.#sealing = new Promise((resolve) => {
      done = resolve;
    });
    this.#options.seals.seal(unsealed, (groups) => {
      this.#sealing = undefined;
      answer(groups);
      done();
    });
  }

  #write(batch: Batch): void {
    this.#committing = this.#options.store.commit(batch).then(
      () => {
        this.#committing = undefined;
        this.#device?.saved();
      },
      (error: unknown) => {
        this.#committing = undefined;
        this.#halt(haltReasonOf(error), messageOf(error));
      },
    );
  }

  // Stopping.

  #halt(reason: HaltReason, why: string): void {
    if (this.#state === 'halted') return;
    this.#state = 'halted';
    // The device has caused these itself, and still has to write the reason.
    if (reason !== 'superseded' && reason !== 'rolledBack') this.#device?.halt();
    this.#disconnect();
    this.#options.listener.halted(reason, why);
  }

  /** Stops ticker and network. */
  #disconnect(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
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
