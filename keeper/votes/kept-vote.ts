/** One vote that this host keeps: its witness, started again after a failure of the storage, and ended for good. */

import { rm } from 'node:fs/promises';
import { type Clock, sleep } from '#app/clock/clock.ts';
import type { CreateChannel } from '#app/mesh/link/channel/channel.ts';
import { Mesh } from '#app/mesh/mesh.ts';
import { Backoff, type BackoffLimits, type RandomBytes } from '#app/mesh/redial/backoff.ts';
import { newAddress, newHostedDevice } from '#app/mesh/signaling/peer-address.ts';
import type { Halt } from '#app/replica/listener.ts';
import { openReplica } from '#app/replica/open.ts';
import { platformEd25519 } from '#app/replica/seals/ed25519.ts';
import { type Ticker, workerTicker } from '#app/replica/ticker/ticker.ts';
import { StoreError } from '#app/store/errors.ts';
import { RunningWitness } from '#app/witness/running-witness.ts';
import type { DeviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import type { VoteRecord } from '../store/vote-record.ts';
import type { VoteStore } from '../store/vote-store.ts';

/** Of failures of the storage: perhaps nobody looks at this host for days. */
const retryLimits: BackoffLimits = { firstMs: 5_000, longestMs: 5 * 60_000 };

/**
 * Why a vote is not kept any more, or not now. `removed`: the members no longer use it. `superseded`: the board went on
 * without it. After both its storage is deleted. `storage`: it tries again. `elsewhere`: another process keeps it.
 */
export type VoteEnd = Halt['reason'] | 'corrupted';

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

export class KeptVote {
  readonly identity: DeviceIdentity;
  readonly record: VoteRecord;
  readonly #options: KeptVoteOptions;
  readonly #backoff: Backoff;
  #running: { readonly witness: RunningWitness; readonly mesh: Mesh; readonly leave: () => void } | undefined;
  #cancelRetry: (() => void) | undefined;
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

  /** Accepts a link of another device. @returns false if it cannot. */
  accept(createChannel: CreateChannel): boolean {
    return this.#running?.mesh.accept(createChannel) === true;
  }

  /** Runs a callback of the network or of a timer: a fault in it ends this vote, and not the host with all others. */
  readonly guard = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (this.#end !== undefined) return;
      this.#end = 'invariant';
      this.#options.stopped('invariant', error instanceof Error ? error.message : String(error));
      this.#halt().catch(() => undefined);
    }
  };

  /** Signs off, as far as members are there, and closes the storage. */
  async stop(): Promise<void> {
    this.#hasEnded = true;
    await this.#halt();
  }

  /** Stops without signing off, and deletes what is stored: the witness never votes again. */
  async delete(): Promise<void> {
    await this.stop();
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
    this.#running = { witness, mesh, leave: this.#options.announce(keys.topic, address) };
  }

  #guarded(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      after: (milliseconds, run) => clock.after(milliseconds, () => this.guard(run)),
    };
  }

  #guardedTicker(ticker: Ticker): Ticker {
    return {
      start: (onTick) => ticker.start(() => this.guard(onTick)),
      stop: () => ticker.stop(),
    };
  }

  #observe(witness: RunningWitness): void {
    if (this.#running?.witness !== witness || this.#hasEnded) return;
    const { halt } = witness;
    if (halt === undefined) {
      if (witness.state().state !== 'alone') this.#backoff.reset();
      return;
    }
    this.#stoppedBy(halt).catch((error: unknown) => this.#options.stopped('invariant', String(error)));
  }

  async #stoppedBy(halt: Halt): Promise<void> {
    await this.#halt();
    const why = 'why' in halt ? halt.why : 'fault' in halt ? halt.fault.type : '';
    if (halt.reason === 'storage') return this.#retryLater(why);
    this.#end = halt.reason;
    this.#options.stopped(halt.reason, why);
    if (halt.reason !== 'removed' && halt.reason !== 'superseded' && halt.reason !== 'gone') return;
    try {
      await this.delete();
      this.#options.ended();
    } catch (error) {
      this.#options.stopped('storage', String(error));
    }
  }

  #retryLater(why: string): void {
    this.#options.stopped('storage', why);
    this.#cancelRetry = this.#options.clock.after(this.#backoff.fail(), () => void this.#retry());
  }

  async #retry(): Promise<void> {
    if (this.#hasEnded) return;
    try {
      const store = await this.#options.openStore();
      if (store === undefined || store.opened.replica !== this.identity.replica) {
        this.#end = 'gone';
        await store?.closed();
        return this.#options.stopped('gone', '');
      }
      if (this.#hasEnded) await store.closed();
      else this.#run(store);
    } catch (error) {
      const fault = error instanceof StoreError ? error.fault.type : undefined;
      const why = error instanceof Error ? error.message : String(error);
      if (fault === 'failed' || fault === 'full') return this.#retryLater(why);
      this.#end = fault === 'fenced' ? 'elsewhere' : fault === 'gone' ? 'gone' : 'corrupted';
      this.#options.stopped(this.#end, why);
    }
  }

  async #halt(): Promise<void> {
    this.#cancelRetry?.();
    const running = this.#running;
    this.#running = undefined;
    running?.leave();
    await running?.witness.stop();
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
