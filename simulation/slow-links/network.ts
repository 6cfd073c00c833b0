/** Replicas connected by links with a bandwidth: measures sent bytes and elapsed time. */

import { laneOf } from '#shared/paxos/flow/lanes.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Limits } from '#shared/paxos/model/limits.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { type LoopHost, ReplicaLoop } from '#shared/replica/loop/loop.ts';
import { encodeMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { Random } from '../random.ts';
import { Pipe } from '../world/connections/pipe.ts';

export const ticksPerSecond = 20;

/** One way, ticks: 2 ms. */
const latency = 0.04;

/** As the mesh cuts frames. */
const chunkBytes = 16 * 1024;

/** Bytes that one command adds to the state of the board. */
const stateBytesOfCommand = 200_000;
const maxStateBytes = 2_000_000;

/** This simulation checks no signatures. */
const anySeal = (): Uint8Array => new Uint8Array(96);

interface Node {
  readonly id: ReplicaId;
  readonly replica: Replica;
  readonly loop: ReplicaLoop;
  isOn: boolean;
  /** Commands applied. */
  applied: number;
  lastSequence: number;
  lastDigest: Uint8Array;
}

export class SlowNetwork {
  readonly #nodes = new Map<ReplicaId, Node>();
  readonly #pipes = new Map<string, Pipe<Message>>();
  #mbitPerSecond = 1_000;
  #now = 0;
  sentBytes = 0;
  leaderships = 0;
  /** Bytes that waited at once in one direction of a link, at most. */
  mostWaitingBytes = 0;

  /** The first founds the board. All are off. */
  constructor(count: number, limits: Partial<Limits> = {}) {
    for (let position = 0; position < count; position += 1) {
      const id = replicaId(String.fromCharCode(97 + position));
      const random = new Random(`slow links ${position}`);
      const replica = new Replica({ id, random: () => random.next(), genesis: position === 0, limits });
      const loop = new ReplicaLoop(id, replica, this.#host(id));
      this.#nodes.set(id, {
        id,
        replica,
        loop,
        isOn: false,
        applied: 0,
        lastSequence: 0,
        lastDigest: noDigest,
      });
    }
  }

  /** The bandwidth of every link from now on, in each direction. */
  set mbitPerSecond(rate: number) {
    this.#mbitPerSecond = rate;
    this.#pipes.clear();
  }

  get ids(): readonly ReplicaId[] {
    return [...this.#nodes.keys()];
  }

  applied(position: number): number {
    return this.#at(position).applied;
  }

  voters(position: number): number {
    return this.#at(position).replica.status().configuration?.voters.length ?? 0;
  }

  turnOn(position: number): void {
    const node = this.#at(position);
    node.isOn = true;
    node.loop.start();
    for (const other of this.#nodes.values()) {
      if (other === node || !other.isOn) continue;
      node.loop.step({ type: 'link', peer: other.id, state: 'up' });
      other.loop.step({ type: 'link', peer: node.id, state: 'up' });
    }
  }

  letVote(count: number): void {
    this.#at(0).loop.step({ type: 'reconfigure', voters: this.ids.slice(0, count) });
  }

  submit(position: number, body: Uint8Array): void {
    const node = this.#at(position);
    const draft = { origin: node.id, first: node.lastSequence + 1, bodies: [body] };
    const [group] = chained([draft], node.lastDigest, anySeal);
    if (group === undefined) throw new Error('unreachable');
    node.lastSequence += 1;
    node.lastDigest = group.digest;
    node.loop.step({ type: 'submit', group });
  }

  /** @returns the seconds until `isDone`; undefined if it is not done within `seconds`. */
  run(seconds: number, isDone: () => boolean = () => false): number | undefined {
    const end = seconds * ticksPerSecond;
    for (let ticks = 0; ticks < end; ticks += 1) {
      if (isDone()) return ticks / ticksPerSecond;
      this.#deliverUntil(this.#now + 1);
      for (const { isOn, loop } of this.#nodes.values()) if (isOn) loop.step({ type: 'tick' });
    }
    return undefined;
  }

  #at(position: number): Node {
    const node = [...this.#nodes.values()][position];
    if (node === undefined) throw new RangeError(`there is no replica ${position}`);
    return node;
  }

  #deliverUntil(end: number): void {
    for (;;) {
      let next = Number.POSITIVE_INFINITY;
      for (const pipe of this.#pipes.values()) next = Math.min(next, pipe.nextAt ?? next);
      if (next > end) break;
      this.#now = Math.max(next, this.#now);
      for (const [way, pipe] of this.#pipes) {
        const [from, to] = way.split('>').map(replicaId);
        for (const { item: message } of pipe.take(this.#now)) {
          if (from !== undefined && to !== undefined)
            this.#nodes.get(to)?.loop.step({ type: 'receive', from, message });
        }
      }
    }
    this.#now = end;
  }

  #send(from: ReplicaId, to: ReplicaId, message: Message): void {
    const way = `${from}>${to}`;
    let pipe = this.#pipes.get(way);
    if (pipe === undefined) {
      const bytesPerTime = (this.#mbitPerSecond * 1e6) / 8 / ticksPerSecond;
      pipe = new Pipe({ bytesPerTime, latency, chunkBytes });
      this.#pipes.set(way, pipe);
    }
    const { byteLength } = encodeMessage(message);
    this.sentBytes += byteLength;
    pipe.push(message, laneOf(message), byteLength, this.#now);
    this.mostWaitingBytes = Math.max(this.mostWaitingBytes, pipe.waitingBytes);
  }

  #host(id: ReplicaId): LoopHost {
    const node = (): Node => {
      const found = this.#nodes.get(id);
      if (found === undefined) throw new Error(`no replica ${id}`);
      return found;
    };
    return {
      decided: (decided) => {
        for (const { commands } of decided) node().applied += commands.length;
      },
      restored: ({ state }) => {
        node().applied = new DataView(state.buffer, state.byteOffset).getUint32(0);
        return 0;
      },
      digest: () => String(node().applied),
      snapshot: () => {
        const state = new Uint8Array(4 + Math.min(maxStateBytes, node().applied * stateBytesOfCommand));
        new DataView(state.buffer).setUint32(0, node().applied);
        return [state];
      },
      // The loop receives commands in groups only.
      seal: ({ drafts, previous }, answer) => answer(chained(drafts, previous, anySeal)),
      write: () => node().loop.saved(),
      saveSoon: () => node().loop.save(),
      workSoon: () => node().loop.work(),
      send: (envelopes) => {
        for (const { to, message } of envelopes) {
          if (this.#nodes.get(to)?.isOn === true) this.#send(id, to, message);
        }
      },
      trace: (trace) => {
        for (const event of trace) {
          if (event.type === 'role' && event.role === 'leader') this.leaderships += 1;
        }
      },
      failed: (error) => {
        throw error;
      },
    };
  }
}
