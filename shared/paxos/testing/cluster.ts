/**
 * A test cluster: replicas in the production loop, a network that delivers on request, and storage that confirms at
 * once unless a test stalls it. Tests read as scripts of events and results.
 */

import { type Batch, type LoopHost, ReplicaLoop } from '../../replica/loop/loop.ts';
import { numbersFrom } from '../../testing/random.ts';
import type { SnapshotImage } from '../catch-up/snapshot.ts';
import type { Decided, DurableState, Trace } from '../effects.ts';
import type { Envelope, Message, MessageType } from '../messages.ts';
import { type ReplicaId, replicaId } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';
import { Replica } from '../replica.ts';
import { ClusterStorage } from './cluster-storage.ts';
import { Author, anySeals } from './groups.ts';

export interface InFlight extends Envelope {
  readonly from: ReplicaId;
}

interface Node {
  replica: Replica;
  loop: ReplicaLoop;
  storage: ClusterStorage;
  unconfirmed: Batch | undefined;
  stalled: boolean;
  alive: boolean;
  decided: Decided[];
  /** The state machine: the texts applied so far. */
  texts: string[];
  trace: Trace[];
}

export const ids = (count: number): ReplicaId[] =>
  Array.from({ length: count }, (_, position) => replicaId(String.fromCharCode(97 + position)));

export class Cluster {
  readonly ids: readonly ReplicaId[];
  readonly #nodes = new Map<ReplicaId, Node>();
  readonly #cut = new Set<string>();
  readonly #kept = new Map<ReplicaId, Node>();
  readonly #limits: Partial<Limits>;
  readonly #witnesses: readonly string[];
  readonly #random = numbersFrom(7);
  #lost: (message: InFlight) => boolean = () => false;
  inFlight: InFlight[] = [];
  readonly #authors = new Map<string, Author>();

  /** The first replica founds the board; all are linked with one another. */
  constructor(
    count: number,
    limits: Partial<Limits> = {},
    start: { readonly stalled?: readonly string[]; readonly witnesses?: readonly string[] } = {},
  ) {
    this.ids = ids(count);
    this.#limits = limits;
    this.#witnesses = start.witnesses ?? [];
    for (const [position, id] of this.ids.entries()) {
      const node = this.#boot(id, undefined, position === 0);
      this.#nodes.set(id, { ...node, stalled: start.stalled?.includes(id) === true });
    }
    for (const id of this.ids) this.#node(id).loop.start();
    for (const id of this.ids) this.#linkAll(id);
  }

  /** `count` replicas, all voters, with `a` leading. */
  static ready(count: number, limits: Partial<Limits> = {}, witnesses: readonly string[] = []): Cluster {
    const cluster = new Cluster(count, limits, { witnesses });
    cluster.run(40);
    if (count > 1) {
      const some = cluster.ids.filter((id) => witnesses.includes(id));
      cluster.replica('a').step({ type: 'reconfigure', voters: cluster.ids, witnesses: some });
      cluster.run(40);
    }
    if (cluster.status('a').configuration?.voters.length !== count)
      throw new Error('the cluster is not ready');
    return cluster;
  }

  replica(id: string): Replica {
    return this.#node(id).replica;
  }

  status(id: string) {
    return this.replica(id).status();
  }

  decided(id: string): readonly Decided[] {
    return this.#node(id).decided;
  }

  trace(id: string): readonly Trace[] {
    return this.#node(id).trace;
  }

  /** The bodies of the commands applied by a replica, as text, in order. */
  applied(id: string): string[] {
    return [...this.#node(id).texts];
  }

  /** Simulates a bug in one replica's state machine. */
  corrupt(id: string, text: string): void {
    this.#node(id).texts.push(text);
  }

  /** The storage of a replica: the number of slots, and the snapshot. */
  stored(id: string): { readonly slots: number; readonly snapshot: SnapshotImage | undefined } {
    const { slots, snapshot } = this.#node(id).storage;
    return { slots, snapshot };
  }

  leaders(): string[] {
    return this.ids.filter((id) => this.#node(id).alive && this.status(id).role === 'leader');
  }

  submit(id: string, text: string): void {
    const author = this.#authors.get(id) ?? new Author(id);
    this.#authors.set(id, author);
    this.step(id, { type: 'submit', group: author.group(text) });
  }

  step(id: string, event: Parameters<Replica['step']>[0]): void {
    const node = this.#node(id);
    if (!node.alive) return;
    node.loop.step(event);
  }

  /** All of `events` in one turn of the loop. */
  stepAll(id: string, events: readonly Parameters<Replica['step']>[0][]): void {
    const node = this.#node(id);
    if (node.alive) node.loop.stepAll(events);
  }

  receive(to: string, from: string, message: Message): void {
    this.step(to, { type: 'receive', from: replicaId(from), message });
  }

  /** Loses the messages that `lose` selects, until the next call. */
  losing(lose: (message: InFlight) => boolean): void {
    this.#lost = lose;
  }

  losingNothing(): void {
    this.#lost = () => false;
  }

  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
    this.#cut.add(`${to}>${from}`);
    this.step(from, { type: 'link', peer: replicaId(to), state: 'down' });
    this.step(to, { type: 'link', peer: replicaId(from), state: 'down' });
  }

  join(from: string, to: string): void {
    this.#cut.delete(`${from}>${to}`);
    this.#cut.delete(`${to}>${from}`);
    this.step(from, { type: 'link', peer: replicaId(to), state: 'up' });
    this.step(to, { type: 'link', peer: replicaId(from), state: 'up' });
  }

  /** Connects exactly these pairs. */
  connectOnly(...pairs: readonly (readonly [string, string])[]): void {
    const wanted = new Set(pairs.flatMap(([a, b]) => [`${a}>${b}`, `${b}>${a}`]));
    for (const a of this.ids) {
      for (const b of this.ids) {
        if (a >= b) continue;
        const isCut = this.#cut.has(`${a}>${b}`);
        if (wanted.has(`${a}>${b}`) && isCut) this.join(a, b);
        else if (!wanted.has(`${a}>${b}`) && !isCut) this.cut(a, b);
      }
    }
  }

  stallStorage(id: string): void {
    this.#node(id).stalled = true;
  }

  resumeStorage(id: string): void {
    this.#node(id).stalled = false;
    this.#confirm(replicaId(id));
  }

  /** Loses memory, and every unconfirmed write. */
  crash(id: string): void {
    const node = this.#node(id);
    node.alive = false;
    node.unconfirmed = undefined;
    this.inFlight = this.inFlight.filter(({ to }) => to !== id);
    for (const other of this.ids) {
      if (other !== id) this.step(other, { type: 'link', peer: replicaId(id), state: 'down' });
    }
  }

  /** As {@link crash}; the storage loses the latest hints as well. */
  cutPower(id: string): void {
    this.crash(id);
    this.#node(id).storage.powerCut();
  }

  /** Saves the current storage of a replica. */
  keepStorage(id: string): void {
    const node = this.#node(id);
    this.#kept.set(replicaId(id), { ...node, storage: node.storage.copy() });
  }

  /** Restores the saved storage of a stopped replica. */
  rollBackStorage(id: string): void {
    const kept = this.#kept.get(replicaId(id));
    if (kept === undefined) throw new Error(`nothing was kept of ${id}`);
    this.#nodes.set(replicaId(id), { ...kept, alive: false, unconfirmed: undefined });
  }

  restart(id: string): void {
    const old = this.#node(id);
    const node = this.#boot(replicaId(id), old.storage.state(), false);
    this.#nodes.set(replicaId(id), { ...node, storage: old.storage });
    node.loop.start();
    for (const other of this.ids) {
      if (other === id || !this.#node(other).alive || this.#cut.has(`${id}>${other}`)) continue;
      this.step(id, { type: 'link', peer: other, state: 'up' });
      this.step(other, { type: 'link', peer: replicaId(id), state: 'up' });
    }
  }

  /** Delivers all messages in flight, and those that result, until none is left. */
  deliver(types?: readonly MessageType[]): void {
    for (let rounds = 0; rounds < 10_000; rounds += 1) {
      const at = this.inFlight.findIndex(
        ({ message }) => types === undefined || types.includes(message.type),
      );
      const [next] = at < 0 ? [] : this.inFlight.splice(at, 1);
      if (next === undefined) return;
      if (this.#cut.has(`${next.from}>${next.to}`)) continue;
      this.receive(next.to, next.from, next.message);
    }
    throw new Error('the replicas do not come to rest');
  }

  /** Delivers the messages in flight now, and none that result: one message delay. */
  deliverOneDelay(): void {
    for (const { from, to, message } of this.inFlight.splice(0)) {
      if (!this.#cut.has(`${from}>${to}`)) this.receive(to, from, message);
    }
  }

  /** Advances `ticks` ticks, and delivers all messages in each. */
  run(ticks: number): void {
    for (let tick = 0; tick < ticks; tick += 1) {
      for (const id of this.ids) this.step(id, { type: 'tick' });
      this.deliver();
    }
  }

  #node(id: string): Node {
    const node = this.#nodes.get(replicaId(id));
    if (node === undefined) throw new Error(`no replica ${id}`);
    return node;
  }

  #boot(id: ReplicaId, state: DurableState | undefined, genesis: boolean): Node {
    const witness = this.#witnesses.includes(id);
    const replica = new Replica({ id, random: this.#random, limits: this.#limits, state, genesis, witness });
    return {
      replica,
      loop: new ReplicaLoop(id, replica, this.#host(id)),
      storage: new ClusterStorage(),
      unconfirmed: undefined,
      stalled: false,
      alive: true,
      decided: [],
      texts: [],
      trace: [],
    };
  }

  #linkAll(id: ReplicaId): void {
    for (const peer of this.ids) if (peer !== id) this.step(id, { type: 'link', peer, state: 'up' });
  }

  #host(id: ReplicaId): LoopHost {
    const decoder = new TextDecoder();
    const node = (): Node => this.#node(id);
    return {
      seal: anySeals.seal,
      decided: (decided) => {
        node().decided.push(...decided);
        for (const { commands } of decided) {
          node().texts.push(...commands.map(({ body }) => decoder.decode(body)));
        }
      },
      restored: ({ state }) => {
        node().texts = JSON.parse(decoder.decode(state));
        return 0;
      },
      digest: () => node().texts.join('|').slice(-100),
      snapshot: () => [new TextEncoder().encode(JSON.stringify(node().texts))],
      write: (batch) => {
        node().unconfirmed = batch;
        if (!node().stalled) this.#confirm(id);
      },
      saveSoon: () => node().loop.save(),
      workSoon: () => node().loop.work(),
      send: (envelopes) => {
        for (const { to, message } of envelopes) {
          const inFlight = { from: id, to, message };
          if (!this.#cut.has(`${id}>${to}`) && !this.#lost(inFlight)) this.inFlight.push(inFlight);
        }
      },
      trace: (trace) => node().trace.push(...trace),
      failed: (error) => {
        throw error;
      },
    };
  }

  #confirm(id: ReplicaId): void {
    const node = this.#node(id);
    const batch = node.unconfirmed;
    if (batch === undefined) return;
    node.unconfirmed = undefined;
    for (const write of batch.writes) node.storage.write(write);
    node.loop.saved();
  }
}
