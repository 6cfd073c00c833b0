/** The real replica behind a session: storage, engine and network put together. */

import type { Peer, SignalingState, Transport } from '#app/mesh/transport.ts';
import { ReplicaDriver } from '#app/replica/driver.ts';
import { BoardSeals } from '#app/replica/seals/board-seals.ts';
import { type Ed25519, platformEd25519 } from '#app/replica/seals/ed25519.ts';
import { type Ticker, workerTicker } from '#app/replica/ticker.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { BoardKeys } from '#shared/invite/keys.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Standing } from '#shared/replica/device.ts';
import type { PendingCommand, Submitted } from '#shared/replica/outbox.ts';
import type { Presence } from '#shared/wire/presence.ts';
import type { SessionDriver, SessionDriverListener } from './driver.ts';

export interface ReplicaParts {
  readonly ed25519: Ed25519;
  readonly ticker: Ticker;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How long a device that leaves gives the others to take over its vote and leadership, at most. */
export const signOffMilliseconds = 500;

export function replicaSessionDriver(
  store: BoardStore,
  transport: Transport,
  standing: Standing,
  keys: BoardKeys,
  parts: ReplicaParts = {
    ed25519: platformEd25519(),
    ticker: workerTicker(),
    random: Math.random,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  },
): SessionDriver {
  return new ReplicaSessionDriver(store, transport, standing, keys, parts);
}

class ReplicaSessionDriver implements SessionDriver {
  readonly id: ReplicaId;
  readonly #transport: Transport;
  readonly #wait: ReplicaParts['wait'];
  readonly #replica: ReplicaDriver;
  #listener: SessionDriverListener | undefined;
  #status: Status | undefined;
  #statusText = '';
  #onReleased: () => void = () => undefined;

  constructor(
    store: BoardStore,
    transport: Transport,
    standing: Standing,
    keys: BoardKeys,
    { ed25519, ticker, random, wait }: ReplicaParts,
  ) {
    this.#transport = transport;
    this.#wait = wait;
    this.#replica = new ReplicaDriver({
      store,
      transport,
      standing,
      seals: new BoardSeals({ identity: store.opened, keys, ed25519 }),
      ticker,
      random,
      listener: {
        decided: (decided) => this.#machine().decided(decided),
        restored: (restored) => this.#machine().restored(restored),
        digest: () => this.#machine().digest(),
        snapshot: () => this.#machine().snapshot(),
        status: (status) => this.#note(status),
        halted: (reason, why) => this.#listener?.halted(reason, why),
        networkChanged: () => this.#listener?.changed(),
        linkUp: ({ replica }) => {
          this.#listener?.linkUp(replica);
          this.#listener?.changed();
        },
        linkDown: (replica) => {
          this.#listener?.linkDown(replica);
          this.#listener?.changed();
        },
        notice: (notice) => this.#listener?.notice(notice),
        presence: (from, message) => this.#listener?.presence(from, message),
      },
    });
    this.id = this.#replica.id;
  }

  start(listener: SessionDriverListener): void {
    this.#listener = listener;
    this.#replica.start();
  }

  pendingCommands(): readonly PendingCommand[] {
    return this.#replica.pendingCommands();
  }

  submit(body: Uint8Array): Submitted {
    return this.#replica.submit(body);
  }

  status(): Status | undefined {
    return this.#status;
  }

  peers(): readonly Peer[] {
    return this.#transport.peers();
  }

  signaling(): SignalingState {
    return this.#transport.signaling();
  }

  tell(peer: ReplicaId, message: Presence): number {
    return this.#replica.tell(peer, message);
  }

  isClear(peer: ReplicaId): boolean {
    return this.#transport.isClear(peer);
  }

  canRecover(): boolean {
    return this.#replica.canRecover;
  }

  recover(): void {
    this.#replica.recover();
  }

  remove(replicas: Iterable<ReplicaId>): void {
    this.#replica.remove(replicas);
  }

  signOff(): void {
    this.#replica.signOff();
  }

  stay(): void {
    this.#replica.stay();
  }

  wake(): void {
    this.#replica.wake();
  }

  async leave(): Promise<void> {
    if (!this.#votes() || this.#transport.peers().length === 0) return;
    const released = new Promise<void>((resolve) => {
      this.#onReleased = resolve;
    });
    this.#replica.signOff();
    if (this.#status !== undefined && this.#isReleased(this.#status)) return;
    await Promise.race([released, this.#wait(signOffMilliseconds)]);
  }

  async stop(): Promise<void> {
    await this.leave();
    await this.#replica.stop();
  }

  #votes(): boolean {
    return this.#status?.configuration?.voters.includes(this.id) === true;
  }

  /**
   * Another device leads, and this one no longer votes; or no present device could take its vote, so it keeps it.
   * Five may become three as it goes.
   */
  #isReleased({ leader, configuration, peers }: Status): boolean {
    if (leader.round === 0 || leader.replica === this.id) return false;
    const voters = configuration?.voters ?? [];
    const keepsVote = voters.length <= 3 && peers.every(({ id }) => voters.includes(id));
    return keepsVote || !this.#votes();
  }

  /** Nothing is decided before `start`. */
  #machine(): SessionDriverListener {
    if (this.#listener === undefined) throw new Error('the session has not started');
    return this.#listener;
  }

  /** Statuses come with every message and tick; only what is shown counts as a change. */
  #note(status: Status): void {
    this.#status = status;
    if (this.#isReleased(status)) this.#onReleased();
    const {
      role,
      halted,
      generation,
      leader,
      configuration,
      decidedThrough,
      quorumReached,
      peers,
      transfer,
      lacks,
    } = status;
    const ahead = peers.map((peer) => Math.max(peer.decidedThrough, decidedThrough));
    const text = JSON.stringify([
      [role, halted, generation, leader, configuration],
      [decidedThrough, quorumReached, ahead, transfer, lacks, this.canRecover()],
    ]);
    if (text === this.#statusText) return;
    this.#statusText = text;
    this.#listener?.changed();
  }
}
