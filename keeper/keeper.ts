/**
 * The votes that a host keeps for boards: stored in a folder, run while the host runs, asked for by editors.
 *
 * Whoever is on the network may ask, because a host knows no board. So the number of votes is bounded, and so is that
 * of one network address.
 */

import { mkdir, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#app/clock/clock.ts';
import { socketChannel } from '#app/mesh/link/channel/socket-channel.ts';
import { Backoff, type RandomBytes } from '#app/mesh/redial/backoff.ts';
import { messageOf } from '#app/replica/failures.ts';
import type { Ticker } from '#app/replica/ticker/ticker.ts';
import { maxPeerNameLength } from '#shared/invite/handshake.ts';
import { deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import type { VoteRefusal } from '#shared/invite/vote-request.ts';
import { isReplicaId, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { maxVoteMessageBytes, type VotesRequest } from '#shared/signaling/host-votes.ts';
import type { Files } from './store/numbered-log.ts';
import { VoteStore } from './store/vote-store.ts';
import { Asking } from './votes/asking.ts';
import { type Announce, endOf, KeptVote, retryLimits, type VoteEnd } from './votes/kept-vote.ts';
import { adopted } from './votes/node-socket.ts';

/** Requests for votes that are answered at the same time, at most. */
export const maxAsking = 8;

/** Close codes of RFC 6455, section 7.4.1. */
const tryLater = 1013;

/** For the host's log. `id` is the witness's name on its board. */
export type KeeperNews =
  | { readonly type: 'lent'; readonly id: ReplicaId; readonly from: string; readonly free: number }
  /** A vote could not be stored. `why` is technical. */
  | { readonly type: 'failed'; readonly why: string }
  /** Its storage is deleted. */
  | { readonly type: 'ended'; readonly id: ReplicaId }
  /** `why` is technical. */
  | { readonly type: 'stopped'; readonly id: string; readonly end: VoteEnd; readonly why: string };

export interface KeeperOptions {
  /** Holds a folder for each vote; created if it is missing. */
  readonly folder: string;
  /** Votes, at most. */
  readonly most: number;
  /** The host's name, for the people on the boards. */
  readonly name: string;
  readonly report: (news: KeeperNews) => void;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly files?: Files;
  readonly createTicker?: () => Ticker;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #votes = new Map<ReplicaId, KeptVote>();
  /** Folders that are there and cannot be used; they count. */
  #unusable = 0;
  /** Votes whose storage could not be read yet, and the cancellation of the next attempt; they count. */
  readonly #unread = new Map<ReplicaId, () => void>();
  readonly #asking = new Set<Asking>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxVoteMessageBytes,
    // Sealed bytes do not compress, and a client could make the server spend time on inflating.
    perMessageDeflate: false,
  });
  /** The latest change of the list: one after another, so that none is kept twice, or beyond a bound. */
  #turn: Promise<unknown> = Promise.resolve();
  #announce: Announce = () => () => undefined;
  /** Whether it may keep further votes: before all stored ones are known, their bounds and their boards are not. */
  #isOpen = false;
  #hasStopped = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /**
   * Opens the folder, and starts the votes in it.
   *
   * @throws StoreFailed, or an error of the file system, if the folder cannot be used
   */
  async start(announce: Announce): Promise<void> {
    const { folder } = this.#options;
    this.#announce = announce;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.isDirectory() && isReplicaId(entry.name)) await this.#startStored(entry.name);
    }
    this.#isOpen = true;
  }

  /** The votes that it keeps. */
  get count(): number {
    return this.#votes.size + this.#unread.size + this.#unusable;
  }

  /** Those that vote now. */
  get voting(): number {
    return [...this.#votes.values()].filter(({ isVoting }) => isVoting).length;
  }

  /** Whether it keeps this witness. */
  has(witness: ReplicaId): boolean {
    return this.#votes.has(witness);
  }

  /** Handles an HTTP server's `upgrade` event, after path, host, origin and rate were checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, wanted: VotesRequest, from: string): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      if (wanted.type === 'ask') this.#ask(client, from);
      else this.#link(client, wanted.witness);
    });
  }

  /** Signs off from all boards, as far as their members are there. */
  async stop(): Promise<void> {
    this.#isOpen = false;
    this.#hasStopped = true;
    for (const cancel of this.#unread.values()) cancel();
    for (const asking of [...this.#asking]) asking.end();
    await this.#turn;
    await Promise.all([...this.#votes.values()].map((vote) => vote.stop()));
    this.#server.close();
  }

  #link(client: WebSocket, witness: ReplicaId): void {
    const vote = this.#votes.get(witness);
    if (vote?.accept(adopted(client)) === true) return;
    client.on('error', () => undefined);
    client.close(tryLater, 'not now');
  }

  #ask(client: WebSocket, from: string): void {
    if (!this.#isOpen || this.#asking.size >= maxAsking) {
      client.on('error', () => undefined);
      client.close(tryLater, 'not now');
      return;
    }
    const { clock, random, name } = this.#options;
    // Nothing is stored before it is permitted.
    const secretKey = random(deviceKeyBytes);
    const fresh = deviceIdentity(secretKey);
    const asking = new Asking({
      createChannel: socketChannel(adopted(client), clock),
      clock,
      random,
      host: {
        offer: async (keys) => {
          const known = this.#runningFor(keys);
          const refusal = known === undefined ? this.#refusal(keys, from) : undefined;
          const deviceKey = known?.identity.deviceKey ?? fresh.deviceKey;
          return refusal ?? { deviceKey, name: name.slice(0, maxPeerNameLength) };
        },
        keep: (keys, deviceKey, permission) =>
          this.#inTurn(async () => {
            if (this.#runningFor(keys)?.identity.deviceKey.join() === deviceKey.join()) return 'kept';
            if (deviceKey !== fresh.deviceKey) return 'busy';
            return this.#keep(keys, secretKey, permission, from);
          }),
        ended: () => this.#asking.delete(asking),
      },
    });
    this.#asking.add(asking);
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #keep(
    keys: LinkKeys,
    secretKey: Uint8Array,
    permission: Uint8Array,
    from: string,
  ): Promise<VoteRefusal | 'kept'> {
    if (!this.#isOpen) return 'failed';
    const refusal = this.#runningFor(keys) === undefined ? this.#refusal(keys, from) : 'busy';
    if (refusal !== undefined) return refusal;
    const { name, now, files } = this.#options;
    const id = deviceIdentity(secretKey).replica;
    const folder = join(this.#options.folder, id);
    const record = { keys, permission, name: name.slice(0, maxPeerNameLength), from, askedAt: now() };
    try {
      for (const vote of this.#stoppedFor(keys)) await this.#delete(vote);
      const store = await VoteStore.create(folder, secretKey, record, { now, files });
      this.#votes.set(id, new KeptVote(record, store, this.#optionsOf(id, folder)));
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      this.#options.report({ type: 'failed', why: messageOf(error) });
      return 'failed';
    }
    this.#options.report({ type: 'lent', id, from, free: Math.max(0, this.#options.most - this.count) });
    return 'kept';
  }

  /** @returns undefined if there is room for a vote of this board. */
  #refusal(keys: LinkKeys, from: string): VoteRefusal | undefined {
    const replaced = new Set(this.#stoppedFor(keys));
    const others = [...this.#votes.values()].filter((vote) => !replaced.has(vote));
    if (others.length + this.#unread.size + this.#unusable >= this.#options.most) return 'full';
    const mine = others.filter(({ record }) => record.from === from).length;
    return mine >= mostPerAddress(this.#options.most) ? 'yours' : undefined;
  }

  /** Editors alone can sign with that key, so it tells boards apart. */
  #of({ editorKey }: LinkKeys): readonly KeptVote[] {
    const name = editorKey.join();
    return [...this.#votes.values()].filter(({ keys }) => keys.editorKey.join() === name);
  }

  #runningFor(keys: LinkKeys): KeptVote | undefined {
    return this.#of(keys).find(({ isStopped }) => !isStopped);
  }

  #stoppedFor(keys: LinkKeys): readonly KeptVote[] {
    return this.#of(keys).filter(({ isStopped }) => isStopped);
  }

  /** @param backoff of the attempts before. */
  async #startStored(id: ReplicaId, backoff?: Backoff): Promise<void> {
    const { report, files, random } = this.#options;
    const folder = join(this.#options.folder, id);
    this.#unread.delete(id);
    if (this.#hasStopped) return;
    try {
      const opened = await VoteStore.open(folder, id, { files });
      if (opened === undefined) {
        // The host crashed while it was created, so nothing depends on it.
        await rm(folder, { recursive: true, force: true });
        return;
      }
      const { store, vote } = opened;
      this.#votes.set(id, new KeptVote(vote, store, this.#optionsOf(id, folder)));
    } catch (error) {
      const end = endOf(error);
      report({ type: 'stopped', id, end, why: messageOf(error) });
      if (end === 'storage') this.#startAgain(id, backoff ?? new Backoff(retryLimits, random));
      else if (end !== 'gone') this.#unusable += 1;
    }
  }

  /** Perhaps nobody looks at this host for days: a disk that fails at its start is tried again like one that fails later. */
  #startAgain(id: ReplicaId, backoff: Backoff): void {
    const start = () => void this.#inTurn(() => this.#startStored(id, backoff));
    this.#unread.set(id, this.#options.clock.after(backoff.fail(), start));
  }

  #optionsOf(id: ReplicaId, folder: string) {
    const { clock, random, report, files, createTicker } = this.#options;
    return {
      folder,
      clock,
      random,
      announce: this.#announce,
      openStore: async () => (await VoteStore.open(folder, id, { files }))?.store,
      stopped: (end: VoteEnd, why: string) => report({ type: 'stopped', id, end, why }),
      ended: () => {
        this.#votes.delete(id);
        report({ type: 'ended', id });
      },
      ...(createTicker === undefined ? {} : { createTicker }),
    };
  }

  async #delete(vote: KeptVote): Promise<void> {
    await vote.delete();
    this.#votes.delete(vote.identity.replica);
  }
}

/** Votes asked for by one network address, at most: a stranger cannot take all. */
export function mostPerAddress(most: number): number {
  return Math.max(1, Math.ceil(most / 2));
}
