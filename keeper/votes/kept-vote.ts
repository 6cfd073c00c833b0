/** One vote that this host keeps: its witness, started again after a failure of the storage, and ended for good. */

import { rm } from 'node:fs/promises';
import { type Clock, sleep } from '#app/clock/clock.ts';
import { socketChannel } from '#app/mesh/link/channel/socket-channel.ts';
import { Mesh } from '#app/mesh/mesh.ts';
import { Backoff, type BackoffLimits, type RandomBytes } from '#app/mesh/redial/backoff.ts';
import type { ByteSocket, ByteSocketListener } from '#app/mesh/signaling/byte-socket.ts';
import { newAddress, newHostedDevice } from '#app/mesh/signaling/peer-address.ts';
import { messageOf } from '#app/replica/failures.ts';
import type { Halt } from '#app/replica/listener.ts';
import { openReplica } from '#app/replica/open.ts';
import { platformEd25519 } from '#app/replica/seals/ed25519.ts';
import { type Ticker, workerTicker } from '#app/replica/ticker/ticker.ts';
import { StoreError, StoreGone } from '#app/store/errors.ts';
import { RunningWitness } from '#app/witness/running-witness.ts';
import type { DeviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import type { VoteRecord } from '../store/vote-record.ts';
import type { VoteStore } from '../store/vote-store.ts';

/** Of failures of the storage: perhaps nobody looks at this host for days. */
export const retryLimits: BackoffLimits = { firstMs: 5_000, longestMs: 5 * 60_000 };

/**
 * Why a vote is not kept any more, or not now. `removed`: the members no longer use it. `superseded`: the board went on
 * without it. `gone`: its storage was deleted. After these three it has ended, and nothing of it stays. `storage`: it
 * tries again. `elsewhere`: another process keeps it.
 */
export type VoteEnd = Halt['reason'] | 'corrupted';

/** The board does not need it any more, or it cannot come back. */
const finalEnds: ReadonlySet<VoteEnd> = new Set(['removed', 'superseded', 'gone']);

/** Names a witness to the members of a board that meet at this host. @returns a function that ends this. */
export type Announce = (topic: string, address: string) => () => void;

export interface KeptVoteOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly announce: Announce;
  readonly openStore: () => Promise<VoteStore | undefined>;
  /** `why` is technical. */
  readonly stopped: (end: VoteEnd, why: string) => void;
  /** Its storage is deleted, and its place is free. */
  readonly ended: () => void;
  /** For tests. */
  readonly createTicker?: () => Ticker;
}

interface Running {
  readonly witness: RunningWitness;
  readonly store: VoteStore;
  readonly mesh: Mesh;
  /** Ends its announcement. */
  readonly leave: () => void;
}

export class KeptVote {
  readonly identity: DeviceIdentity;
  readonly record: VoteRecord;
  readonly #options: KeptVoteOptions;
  readonly #backoff: Backoff;
  #running: Running | undefined;
  #cancelRetry: (() => void) | undefined;
  /** Resolves once what ran last has closed its storage. */
  #closing: Promise<void> = Promise.resolve();
  #hasEnded = false;
  /** Stopped for good. */
  #end: VoteEnd | undefined;

  /** @param store is closed with the vote. */
  constructor(record: VoteRecord, store: VoteStore, options: KeptVoteOptions) {
    const { replica, deviceKey, deviceSecretKey } = store.opened;
    this.identity = { replica, deviceKey, deviceSecretKey };
    this.record = record;
    this.#options = options;
    this.#backoff = new Backoff(retryLimits, options.random);
    this.#run(store);
  }

  get keys(): LinkKeys {
    return this.record.keys;
  }

  /** Whether it has stopped for good: only a new vote can take its place. */
  get isStopped(): boolean {
    return this.#end !== undefined;
  }

  get isVoting(): boolean {
    return this.#running?.witness.state().state === 'votes';
  }

  /**
   * Accepts a link of another device.
   *
   * @param open hands over the open socket.
   * @returns false if it cannot.
   */
  accept(open: (listener: ByteSocketListener) => ByteSocket): boolean {
    const clock = this.#guarded(this.#options.clock);
    const channel = socketChannel((listener) => open(this.#guardedListener(listener)), clock);
    return this.#running?.mesh.accept(channel) === true;
  }

  /** Signs off, as far as members are there, and closes the storage. */
  async stop(): Promise<void> {
    this.#hasEnded = true;
    await this.#halt('stop');
  }

  /** Stops without signing off, and deletes what is stored: the witness never votes again. */
  async delete(): Promise<void> {
    this.#hasEnded = true;
    await this.#halt('close');
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  #run(store: VoteStore): void {
    const { random, createTicker = intervalTicker } = this.#options;
    const clock = this.#guarded(this.#options.clock);
    const { keys, permission, name } = this.record;
    const mesh = new Mesh({
      me: { ...this.identity, name, witness: permission },
      keys,
      signaling: [],
      createChannel: noChannel,
      clock,
      random,
    });
    const platform = {
      ed25519: platformEd25519(),
      ticker: this.#guardedTicker(createTicker()),
      random: Math.random,
      wait: (milliseconds: number) => sleep(clock, milliseconds),
    };
    const witness = new RunningWitness({
      keys,
      store,
      transport: mesh,
      openReplica: (...parts) => openReplica(...parts, platform),
      changed: () => queueMicrotask(() => this.#observe(witness)),
    });
    const address = newAddress(newHostedDevice(this.identity.replica, random), random);
    this.#running = { witness, store, mesh, leave: this.#options.announce(keys.topic, address) };
  }

  /** Runs a callback of the network or of a timer: a fault in it ends this vote, and not the host with all others. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#endWith('invariant', messageOf(error));
    }
  }

  #guarded(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      after: (milliseconds, run) => clock.after(milliseconds, () => this.#guard(run)),
    };
  }

  #guardedTicker(ticker: Ticker): Ticker {
    return {
      start: (onTick) => ticker.start(() => this.#guard(onTick)),
      stop: () => ticker.stop(),
    };
  }

  #guardedListener(listener: ByteSocketListener): ByteSocketListener {
    return {
      open: () => this.#guard(() => listener.open()),
      message: (bytes) => this.#guard(() => listener.message(bytes)),
      closed: () => this.#guard(() => listener.closed()),
    };
  }

  #observe(witness: RunningWitness): void {
    if (this.#running?.witness !== witness || this.#hasEnded) return;
    const { halt } = witness;
    if (halt === undefined) {
      if (witness.state().state !== 'alone') this.#backoff.reset();
      return;
    }
    const why = 'why' in halt ? halt.why : 'fault' in halt ? halt.fault.type : '';
    if (halt.reason === 'storage') this.#retryLater(why);
    else this.#endWith(halt.reason, why);
  }

  /** Stops for good. Nothing is signed off: the witness has no part in its board any more, or must take none. */
  #endWith(end: VoteEnd, why: string): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#options.stopped(end, why);
    if (finalEnds.has(end)) void this.#deleteEnded();
    else void this.#halt('close');
  }

  async #deleteEnded(): Promise<void> {
    try {
      await this.delete();
      this.#options.ended();
    } catch (error) {
      this.#options.stopped('storage', messageOf(error));
    }
  }

  #retryLater(why: string): void {
    this.#options.stopped('storage', why);
    void this.#halt('close');
    this.#cancelRetry = this.#options.clock.after(this.#backoff.fail(), () => void this.#retry());
  }

  async #retry(): Promise<void> {
    await this.#closing;
    if (this.#hasEnded) return;
    try {
      const store = await this.#options.openStore();
      if (store === undefined) throw new StoreGone();
      if (this.#hasEnded) await store.closed();
      else this.#run(store);
    } catch (error) {
      if (this.#hasEnded) return;
      const end = endOf(error);
      if (end === 'storage') this.#retryLater(messageOf(error));
      else this.#endWith(end, messageOf(error));
    }
  }

  /**
   * Ends what runs. Never rejects.
   *
   * @param how with or without signing off.
   */
  #halt(how: 'stop' | 'close'): Promise<void> {
    this.#cancelRetry?.();
    const running = this.#running;
    if (running === undefined) return this.#closing;
    this.#running = undefined;
    this.#closing = this.#closed(running, how);
    return this.#closing;
  }

  async #closed({ witness, store, leave }: Running, how: 'stop' | 'close'): Promise<void> {
    try {
      leave();
      await witness[how]();
    } catch (error) {
      this.#options.stopped('invariant', messageOf(error));
    }
    await store.closed();
  }
}

/** @param error of the opening of a store; `storage` if another attempt may succeed. */
export function endOf(error: unknown): VoteEnd {
  switch (error instanceof StoreError ? error.fault.type : undefined) {
    case 'failed':
    case 'full':
      return 'storage';
    case 'fenced':
      return 'elsewhere';
    case 'gone':
      return 'gone';
    default:
      return 'corrupted';
  }
}

/** The process has one thread, whose timers nobody throttles. */
function intervalTicker(): Ticker {
  return workerTicker({
    createWorker: () => {
      throw new Error('no Worker');
    },
  });
}

function noChannel(): never {
  throw new Error('a witness on a host begins no links');
}
