/**
 * The engine in the loop of the app, over a storage that stores nothing: it confirms at once, or after a message delay.
 */

import type { Decided, Event } from '#shared/paxos/effects.ts';
import type { Envelope, Message } from '#shared/paxos/messages.ts';
import { maxBatchCommands, noDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { type Batch, isHintOnly, type LoopHost, ReplicaLoop } from '#shared/replica/loop/loop.ts';
import { numbersFrom } from '#shared/testing/random.ts';
import { decodeMessage, encodeMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { type Cluster, commandBytes, ticksUntil } from './cluster.ts';
import { Machine } from './machine.ts';
import { Transit } from './transit.ts';

export interface PaxosOptions {
  readonly size: number;
  /**
   * `reference`: as objects. `encoded`: as bytes, encoded once for all receivers; each receiver decodes and validates
   * them.
   */
  readonly messages: 'reference' | 'encoded';
  /**
   * `none`: confirms at once, and commands come signed and pass the outbox by. `slow`: each transaction takes one
   * message delay, and commands are stored in the outbox, as the app does. By default `none`.
   */
  readonly storage?: 'none' | 'slow';
  readonly windowSlots?: number;
  readonly seed?: number;
}

/** Transactions of all replicas. */
export interface Transactions {
  readonly strict: number;
  /** Those that a power loss may undo. */
  readonly relaxed: number;
}

interface InFlight {
  readonly from: ReplicaId;
  readonly load: Message | Uint8Array;
}

interface Member {
  readonly id: ReplicaId;
  readonly replica: Replica;
  readonly loop: ReplicaLoop;
  readonly machine: Machine;
  lastSequence: number;
  lastDigest: Uint8Array;
  isLost: boolean;
  /** A transaction of a slow storage has begun. */
  isWriting: boolean;
  /** The loop asked to be called when the commands of this turn are complete. */
  savesSoon: boolean;
}

/** Characters of a replica's id, as in the app. */
const idLength = 22;

/** The most ticks until there is a leader, and again until all replicas are voters. */
const maxStartTicks = 2_000;

/** A signature of the length of a real one; the cluster does not verify it. */
const seal = new Uint8Array(96);
const anySeal = (): Uint8Array => seal;

const noState = new Uint8Array(0);

export class PaxosCluster implements Cluster {
  readonly tickMilliseconds = 50;
  readonly #members: readonly Member[];
  readonly #positions: ReadonlyMap<ReplicaId, number>;
  readonly #isEncoded: boolean;
  readonly #isSlow: boolean;
  readonly #transit: Transit<InFlight>;
  #strict = 0;
  #relaxed = 0;

  /** All replicas are voters, and one of them leads. */
  constructor({ size, messages, storage = 'none', windowSlots, seed = 1 }: PaxosOptions) {
    const random = numbersFrom(seed);
    this.#transit = new Transit(size);
    this.#isEncoded = messages === 'encoded';
    this.#isSlow = storage === 'slow';
    const limits = windowSlots === undefined ? {} : { windowSlots };
    this.#members = Array.from({ length: size }, (_, position) => {
      const id = replicaId(String.fromCharCode(97 + position).repeat(idLength));
      const replica = new Replica({ id, random, limits, genesis: position === 0 });
      const machine = new Machine(position);
      const loop = new ReplicaLoop(id, replica, this.#host(position, machine));
      return {
        id,
        replica,
        loop,
        machine,
        lastSequence: 0,
        lastDigest: noDigest,
        isLost: false,
        isWriting: false,
        savesSoon: false,
      };
    });
    this.#positions = new Map(this.#members.map(({ id }, position) => [id, position]));
    for (const { loop } of this.#members) loop.start();
    for (const member of this.#members) {
      for (const { id } of this.#members) {
        if (id !== member.id) this.#step(member, { type: 'link', peer: id, state: 'up' });
      }
    }
    this.#makeAllVoters();
  }

  get size(): number {
    return this.#members.length;
  }

  get isAtRest(): boolean {
    return this.#transit.isEmpty && !this.#members.some(({ isWriting }) => isWriting);
  }

  /** Since the start of the cluster. */
  get transactions(): Transactions {
    return { strict: this.#strict, relaxed: this.#relaxed };
  }

  get leader(): number | undefined {
    const position = this.#members.findIndex(
      ({ isLost, replica }) => !isLost && replica.status().role === 'leader',
    );
    return position < 0 ? undefined : position;
  }

  machine(position: number): Machine {
    return this.#member(position).machine;
  }

  /** The last slot that the replica at `position` has removed from its log. */
  compactedThrough(position: number): number {
    return this.#member(position).replica.status().compactedThrough;
  }

  submit(position: number, count: number): void {
    const member = this.#member(position);
    if (this.#isSlow) return this.#submitThroughOutbox(member, position, count);
    const events: Event[] = [];
    for (let left = count; left > 0; ) {
      const first = member.lastSequence + 1;
      const bodies: Uint8Array[] = [];
      for (; left > 0 && bodies.length < maxBatchCommands; left -= 1) bodies.push(nextBody(member, position));
      const groups = chained([{ origin: member.id, first, bodies }], member.lastDigest, anySeal);
      for (const group of groups) {
        member.lastDigest = group.digest;
        events.push({ type: 'submit', group });
      }
    }
    member.loop.stepAll(events);
  }

  #submitThroughOutbox(member: Member, position: number, count: number): void {
    for (let left = count; left > 0; left -= 1) {
      const submitted = member.loop.submit(nextBody(member, position));
      if (!submitted.ok) throw new Error(`a command is refused: ${submitted.refusal}`);
    }
    if (!member.savesSoon) return;
    member.savesSoon = false;
    member.loop.save();
  }

  delay(): void {
    const writing = this.#members.filter(({ isWriting, isLost }) => isWriting && !isLost);
    this.#transit.deliver((position, messages) => {
      const member = this.#member(position);
      if (member.isLost) return;
      const events = messages.map(({ from, load }): Event => {
        const message = load instanceof Uint8Array ? decoded(load) : load;
        return { type: 'receive', from, message };
      });
      member.loop.stepAll(events);
    });
    for (const member of writing) {
      member.isWriting = false;
      member.loop.saved();
    }
  }

  tick(): void {
    for (const member of this.#members) if (!member.isLost) this.#step(member, { type: 'tick' });
  }

  lose(position: number, linksClose: boolean): void {
    const lost = this.#member(position);
    lost.isLost = true;
    if (!linksClose) return;
    for (const member of this.#members) {
      if (!member.isLost) this.#step(member, { type: 'link', peer: lost.id, state: 'down' });
    }
  }

  /** The founder is the only voter at first. It makes the others voters after they have received a decided entry. */
  #makeAllVoters(): void {
    const everyone = this.#members.map(({ id }) => id);
    ticksUntil(this, () => this.leader !== undefined, maxStartTicks);
    ticksUntil(
      this,
      () => this.#members.every(({ replica }) => replica.status().decidedThrough > 0),
      maxStartTicks,
    );
    ticksUntil(
      this,
      () => {
        const leader = this.leader;
        if (leader === undefined) return false;
        const all = this.#members.every(
          ({ replica }) => replica.status().configuration?.voters.length === this.size,
        );
        if (!all) this.#step(this.#member(leader), { type: 'reconfigure', voters: everyone });
        return all;
      },
      maxStartTicks,
    );
  }

  #member(position: number): Member {
    const member = this.#members[position];
    if (member === undefined) throw new RangeError(`no replica at ${position}`);
    return member;
  }

  #step(member: Member, event: Event): void {
    member.loop.step(event);
  }

  #host(position: number, machine: Machine): LoopHost {
    const member = () => this.#member(position);
    return {
      decided: (decided) => apply(machine, decided),
      restored: () => {
        throw new Error('a replica lagged so far that it received a snapshot');
      },
      digest: () => String(machine.digest),
      snapshot: () => [noState],
      seal: ({ drafts, previous }, answer) => answer(chained(drafts, previous, anySeal)),
      write: (batch) => this.#write(member(), batch),
      saveSoon: () => {
        member().savesSoon = true;
      },
      workSoon: () => member().loop.work(),
      send: (envelopes) => this.#send(member().id, envelopes),
      trace: (trace) => {
        if (trace.some((event) => event.type === 'role' && event.role === 'halted')) {
          throw new Error(`a replica halted: ${member().replica.status().halted?.why}`);
        }
      },
      failed: (error) => {
        throw error;
      },
    };
  }

  #write(member: Member, batch: Batch): void {
    if (isHintOnly(batch)) this.#relaxed += 1;
    else this.#strict += 1;
    if (this.#isSlow) member.isWriting = true;
    else member.loop.saved();
  }

  #send(from: ReplicaId, envelopes: readonly Envelope[]): void {
    let encoded: { readonly message: Message; readonly bytes: Uint8Array } | undefined;
    for (const { to, message } of envelopes) {
      if (this.#isEncoded && encoded?.message !== message) {
        encoded = { message, bytes: encodeMessage(message) };
      }
      const receiver = this.#positions.get(to) ?? -1;
      if (this.#member(receiver).isLost) continue;
      this.#transit.send(receiver, { from, load: encoded === undefined ? message : encoded.bytes });
    }
  }
}

function nextBody(member: Member, position: number): Uint8Array {
  member.lastSequence += 1;
  const body = new Uint8Array(commandBytes).fill(position, 4);
  writeNumber(body, member.lastSequence);
  return body;
}

function apply(machine: Machine, decided: readonly Decided[]): void {
  for (const { commands } of decided) {
    for (const { body } of commands) machine.apply(body[commandBytes - 1] ?? -1, readNumber(body));
  }
}

function decoded(bytes: Uint8Array): Message {
  const result = decodeMessage(bytes);
  if (!result.ok) throw new Error(`a message cannot be decoded: ${result.problem}`);
  return result.message;
}

/** Writes `number` to the first four bytes of `body`, little-endian. */
function writeNumber(body: Uint8Array, number: number): void {
  for (let at = 0; at < 4; at += 1) body[at] = number >>> (8 * at);
}

function readNumber(body: Uint8Array): number {
  let number = 0;
  for (let at = 3; at >= 0; at -= 1) number = number * 256 + (body[at] ?? 0);
  return number;
}
