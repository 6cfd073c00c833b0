/**
 * The replica of one board on this device: `shared/replica` over a real network, storage and clock. A session submits
 * commands to it, and receives the decided ones. This adapts promises, frames and the ticker; the logic is in
 * `shared/replica`.
 *
 * If the storage fails, the replica stops: it cannot keep a promise that it cannot store.
 */

import type { Peer, Transport } from '#app/mesh/transport.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { ReplicaOptions } from '#shared/paxos/options.ts';
import { Device, type DeviceHost } from '#shared/replica/device.ts';
import type { Engine } from '#shared/replica/loop/loop.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import type { Veil } from '#shared/replica/members/veil.ts';
import type { PendingCommand, Submitted, Unsaved } from '#shared/replica/outbox/outbox.ts';
import type { Seals } from '#shared/replica/seals/seals.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { Commits } from './commits.ts';
import { haltOf, messageOf } from './failures.ts';
import { PeerFrames } from './frames/peer-frames.ts';
import { Handover, isVoter } from './handover.ts';
import type { Halt, ReplicaListener } from './listener.ts';
import { RolesChange } from './roles-change.ts';
import { inSlices, nextTask } from './slices.ts';
import { StatusChange } from './status-change.ts';
import type { Ticker } from './ticker/ticker.ts';
import { Work } from './work.ts';

export interface BoardReplicaOptions {
  readonly store: Pick<BoardStore, 'opened' | 'commit' | 'keepUnsaved' | 'close' | 'onGone'>;
  readonly transport: Transport;
  readonly standing: Standing;
  readonly seals: Seals;
  /** Hides commands from witnesses; absent on a witness. */
  readonly veil?: Veil | undefined;
  readonly ticker: Ticker;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** For tests. */
  readonly createEngine?: (options: ReplicaOptions) => Engine;
}

/** The operations of {@link BoardReplica}, which a test can stand in for. */
export type SessionReplica = Pick<BoardReplica, keyof BoardReplica>;

export class BoardReplica {
  readonly id: ReplicaId;
  /** The linked members, the state of the signaling, and the links that are clear. */
  readonly network: Pick<Transport, 'peers' | 'signaling' | 'isClear'>;
  readonly #options: BoardReplicaOptions;
  readonly #frames: PeerFrames;
  readonly #commits: Commits;
  readonly #handover: Handover;
  readonly #change = new StatusChange();
  readonly #roles = new RolesChange();
  readonly #work: Work;
  #listener: ReplicaListener | undefined;
  #device: Device | undefined;
  /** Whether ticker and network are started, or about to be. */
  #isConnected = false;
  #state: 'new' | 'running' | 'stopped' | 'halted' = 'new';
  #stopping: Promise<void> | undefined;

  constructor(options: BoardReplicaOptions) {
    this.id = options.store.opened.replica;
    this.network = options.transport;
    this.#options = options;
    this.#handover = new Handover(options.wait);
    this.#work = new Work(
      () => this.#device?.work(),
      () => options.wait(0),
    );
    this.#commits = new Commits({
      store: options.store,
      seals: options.seals,
      saved: () => this.#device?.saved(),
      failed: (error) => this.#halt(haltOf(error)),
    });
    this.#frames = new PeerFrames({
      transport: options.transport,
      accessOf: (peer) => this.#device?.accessOf(peer),
      isWitness: (peer) => this.#device?.isLinkedWitness(peer) === true,
      veil: options.veil,
      message: (from, message) => this.#device?.receive(from, message),
      presence: (from, message) => this.#listener?.presence(from, message),
      notice: (notice) => this.#listener?.notice(notice),
    });
  }

  /**
   * Replays the decided slots from the storage in slices, so that {@link start} need not do it at once. Called once,
   * before it and with the same listener. A replica that is closed meanwhile does not finish.
   */
  async prepare(listener: ReplicaListener): Promise<void> {
    if (this.#state !== 'new') return;
    const steps = this.#begin(listener)?.starting();
    await inSlices(() => !this.#isRunning() || steps?.next().done === true, nextTask);
  }

  /** Replays the decided slots from the storage, unless {@link prepare} did, then takes part. Called once. */
  start(listener: ReplicaListener): void {
    const { ticker } = this.#options;
    if (this.#state === 'new') this.#begin(listener)?.start();
    if (!this.#isRunning() || this.#isConnected) return;
    this.#isConnected = true;
    this.#connect(listener);
    ticker.start(() => {
      this.#frames.tick();
      this.#device?.tick();
    });
  }

  /** @returns undefined if the stored state is none of a replica: it has halted. */
  #begin(listener: ReplicaListener): Device | undefined {
    const { store, random, standing, createEngine } = this.#options;
    const { founder, state } = store.opened;
    this.#listener = listener;
    this.#state = 'running';
    store.onGone(() => this.#halt({ reason: 'gone' }));
    try {
      this.#device = new Device({
        id: this.id,
        random,
        state,
        genesis: founder && state === undefined,
        standing,
        stored: store.opened,
        ...(createEngine === undefined ? {} : { createEngine }),
        host: this.#host(listener),
      });
    } catch (error) {
      this.#halt({ reason: 'invariant', why: messageOf(error) });
    }
    return this.#device;
  }

  #host(listener: ReplicaListener): DeviceHost {
    const { transport, seals } = this.#options;
    return {
      seal: (...unsealed) => this.#commits.seal(...unsealed),
      check: (groups, answer) => seals.check(groups, answer),
      decided: (decided) => listener.decided(decided),
      restored: (restored) => listener.restored(restored),
      preparing: (restored) => listener.preparing?.(restored),
      digest: () => listener.digest(),
      digestSome: () => listener.digestSome?.() === true,
      snapshot: () => listener.snapshot(),
      write: (batch) => this.#commits.write(batch),
      saveSoon: () => queueMicrotask(() => this.#device?.save()),
      workSoon: () => this.#work.soon(),
      send: (envelopes) => this.#frames.send(envelopes),
      status: (status) => this.#observe(status),
      halted: (reason, why) => this.#halt(reason === 'removed' ? { reason, by: '' } : { reason, why }),
      overreach: (from) => this.#frames.overreach(from),
      forged: (from) => transport.forged(from),
      lenderOf: (witness) => listener.lenderOf(witness),
      dismiss: (removed) => transport.dismiss(removed),
      failed: (error) => this.#halt(haltOf(error)),
    };
  }

  /**
   * The device was asleep: its links are replaced, so that stale messages do not count, and the leader is determined
   * afresh.
   */
  wake(): void {
    if (!this.#isRunning() || !this.#isConnected || this.#listener === undefined) return;
    this.#options.transport.stop();
    this.#device?.woke();
    this.#device?.stay();
    if (this.#isRunning()) this.#connect(this.#listener);
  }

  #connect(listener: ReplicaListener): void {
    const { transport } = this.#options;
    transport.start({
      linkUp: (peer) => this.#linkUp(peer),
      linkDown: (peer) => this.#linkDown(peer),
      doubted: (peer) => this.#device?.doubt(peer),
      frame: (from, _lane, bytes) => {
        if (this.#isRunning()) this.#frames.receive(from, bytes);
      },
      changed: () => listener.changed(),
      notice: (notice) => {
        if (notice.type === 'dismissed') this.#halt({ reason: 'removed', by: notice.by });
        else listener.notice(notice);
      },
    });
    this.#device?.connected();
  }

  /**
   * Submits an own command. It is numbered at once, sent as soon as it is signed, and kept until it is decided; once it
   * is durable also across restarts.
   *
   * @param body must not be modified afterwards.
   */
  submit(body: Uint8Array): Submitted {
    return this.#device?.submit(body) ?? { ok: false, refusal: 'stopped' };
  }

  /** Own commands that are not known to be applied, those of earlier runs included, in order. */
  pendingCommands(): readonly PendingCommand[] {
    const { outbox, unsaved } = this.#options.store.opened;
    const stored = [...commandsOf([...outbox, ...unsaved.groups]), ...unsaved.commands];
    return [...(this.#device?.pendingCommands ?? stored)];
  }

  /** The page is about to end: see {@link Device.holdBack}. */
  holdBack(): Unsaved {
    const { outbox, unsaved } = this.#options.store.opened;
    const stored = { ...unsaved, groups: [...outbox, ...unsaved.groups] };
    return this.#device?.holdBack() ?? stored;
  }

  /** @returns undefined before {@link start}, and if the engine could not be created. */
  status(): Status | undefined {
    return this.#device?.status();
  }

  /**
   * Sends presence to a linked member, outside the log; best effort.
   *
   * @returns its bytes, 0 without a link.
   * @throws RangeError if it is too large.
   */
  sendPresence(to: ReplicaId, message: Presence): number {
    return this.#isRunning() ? this.#frames.sendPresence(to, message) : 0;
  }

  /** See {@link Device.remove}. */
  remove(replicas: Iterable<ReplicaId>): void {
    this.#device?.remove(replicas);
  }

  /** Whether a recovery is allowed: see {@link Device.canRecover}. */
  canRecover(): boolean {
    return this.#device?.canRecover === true;
  }

  /**
   * Continues alone from the local state: only after a person confirmed it. Every other device halts when it receives a
   * message of the new generation. Ignored unless {@link canRecover}.
   */
  recover(): void {
    if (this.canRecover()) this.#device?.recover();
  }

  /** The device is about to leave (quit, sleep): another member may take over its vote and leadership. */
  signOff(): void {
    this.#device?.signOff();
  }

  /** The device stays after all, or is back. */
  stay(): void {
    this.#device?.stay();
  }

  /** Signs off, and resolves when others have this device's vote and leadership, or after `signOffMilliseconds`. */
  async leave(): Promise<void> {
    const status = this.status();
    if (status === undefined || !isVoter(status) || this.network.peers().length === 0) return;
    await this.#handover.release(
      () => this.signOff(),
      () => this.status(),
    );
  }

  /** Leaves, then {@link close}s. */
  async stop(): Promise<void> {
    try {
      await this.leave();
    } finally {
      await this.close();
    }
  }

  /** Leaves the network at once. Resolves when every accepted command is durable, or kept beside a storage that failed. */
  close(): Promise<void> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  async #close(): Promise<void> {
    if (this.#state !== 'halted') this.#state = 'stopped';
    try {
      this.#disconnect();
      this.#device?.close();
      await this.#commits.finished();
    } finally {
      // A storage that failed lacks the latest changes: the next opening takes them from the page storage.
      this.#options.store.keepUnsaved(this.holdBack());
      this.#options.store.close();
    }
  }

  #isRunning(): boolean {
    return this.#state === 'running';
  }

  #linkUp(peer: Peer): void {
    if (!this.#isRunning()) return;
    this.#device?.linkUp(peer.replica, peer);
    this.#listener?.linkUp(peer.replica);
    this.#listener?.changed();
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#isRunning()) return;
    this.#frames.linkDown(peer);
    this.#device?.linkDown(peer);
    this.#listener?.linkDown(peer);
    this.#listener?.changed();
  }

  #observe(status: Status): void {
    this.#handover.observe(status);
    const roles = this.#roles.observe(status);
    if (roles !== undefined) this.#options.transport.heed(roles);
    if (this.#change.observe(status, this.canRecover())) this.#listener?.changed();
  }

  #halt(halt: Halt): void {
    if (this.#state === 'halted') return;
    this.#state = 'halted';
    // The device has caused these itself, and still has to write the reason.
    if (halt.reason !== 'superseded' && halt.reason !== 'rolledBack') this.#device?.halt();
    this.#disconnect();
    this.#listener?.halted(halt);
  }

  /** Stops ticker and network. */
  #disconnect(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    try {
      this.#options.ticker.stop();
    } finally {
      this.#options.transport.stop();
    }
  }
}
