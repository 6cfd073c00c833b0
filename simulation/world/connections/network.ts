/**
 * The network between the members: it loses, repeats, reorders and delays messages, silently cuts either direction
 * between two members, and holds back a direction to deliver everything later.
 */

import { laneOf } from '#shared/paxos/flow/lanes.ts';
import type { Message, MessageType } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { decodeMessage, encodeMessage } from '#shared/wire/frame.ts';
import { Violation } from '../../checks/violation.ts';
import type { LinkPlan, Plan } from '../../plan.ts';
import type { Random } from '../../random.ts';
import { type Agenda, tickTime } from '../agenda.ts';
import { Pipe } from './pipe.ts';

/** The plan's parameters of messages; some may be replaced during a run. */
export type Weather = Pick<
  Plan,
  'messageDelay' | 'lossProbability' | 'repetitionProbability' | 'inOrder' | 'encoded' | 'links'
>;

/** A message on its way between two members that are linked directly. */
interface Passing {
  readonly message: Message;
  /** Distinguishes the link's periods. */
  readonly epoch: number;
  /** Called when it arrives. */
  readonly arrive: () => void;
}

/** A member that passes on what two others send each other. */
export interface Relay {
  readonly id: ReplicaId;
  /** The periods of its links to the sender and to the receiver. */
  readonly epochs: readonly [number, number];
  /** It passes on what arrives: now, after its sleep, or never. */
  readonly pass: (pass: () => void) => void;
}

/** One direction of a link in one of its periods. */
interface Line {
  readonly epoch: number;
  readonly pipe: Pipe<Passing>;
  /** The time at which it is next served. */
  wakeAt: number;
}

export class Network {
  readonly #agenda: Agenda;
  readonly #random: Random;
  readonly #deliver: (from: ReplicaId, to: ReplicaId, message: Message, epoch: number) => void;
  readonly #blocks = new Map<string, number>();
  /** By direction and message type: the number of reasons to lose it. */
  readonly #deafness = new Map<string, number>();
  readonly #clogs = new Map<string, number>();
  readonly #lastArrival = new Map<string, number>();
  readonly #lines = new Map<string, Line>();
  weather: Weather;
  readonly #bulkBytes = new Map<MessageType, number>();
  /** Loses the messages for which it returns true, in addition to all other losses: for hand-written scenarios. */
  isLost: (from: ReplicaId, to: ReplicaId, message: Message) => boolean = () => false;

  constructor(
    agenda: Agenda,
    random: Random,
    weather: Weather,
    deliver: (from: ReplicaId, to: ReplicaId, message: Message, epoch: number) => void,
  ) {
    this.#agenda = agenda;
    this.#random = random;
    this.weather = weather;
    this.#deliver = deliver;
  }

  /**
   * `epoch` distinguishes the link's periods; the receiver gets it too.
   *
   * @param relay the member between the two; absent on a direct link.
   */
  send(from: ReplicaId, to: ReplicaId, message: Message, epoch: number, relay?: Relay): void {
    if (this.isLost(from, to, message)) return;
    const carried = this.weather.encoded ? throughWire(message) : message;
    const arrive = (): void => this.#deliver(from, to, carried, epoch);
    if (relay === undefined) return this.#transmit(from, to, { message, epoch, arrive });
    const [first, second] = relay.epochs;
    const pass = (): void => this.#transmit(relay.id, to, { message, epoch: second, arrive });
    this.#transmit(from, relay.id, { message, epoch: first, arrive: () => relay.pass(pass) });
  }

  #transmit(from: ReplicaId, to: ReplicaId, passing: Passing): void {
    const { lossProbability, repetitionProbability } = this.weather;
    const { message } = passing;
    const way = `${from}>${to}`;
    if (this.#blocks.has(way)) return;
    if (this.#deafness.size > 0 && this.#deafness.has(`${way}>${message.type}`)) return;
    if (lossProbability > 0 && this.#random.chance(lossProbability)) return;
    this.#carry(way, passing);
    if (repetitionProbability > 0 && this.#random.chance(repetitionProbability)) this.#carry(way, passing);
  }

  /** Bytes sent so far in the bulk lane in messages of one type; 0 if messages have no size. */
  bulkBytes(type: MessageType): number {
    return this.#bulkBytes.get(type) ?? 0;
  }

  /** Loses all messages from `from` to `to`, until unblocked as often. */
  block(from: ReplicaId, to: ReplicaId): void {
    increase(this.#blocks, `${from}>${to}`);
  }

  unblock(from: ReplicaId, to: ReplicaId): void {
    decrease(this.#blocks, `${from}>${to}`);
  }

  /** Loses messages of these types from `from` to `to`, until ended as often. */
  deafen(from: ReplicaId, to: ReplicaId, types: readonly MessageType[]): void {
    for (const type of types) increase(this.#deafness, `${from}>${to}>${type}`);
  }

  endDeafness(from: ReplicaId, to: ReplicaId, types: readonly MessageType[]): void {
    for (const type of types) decrease(this.#deafness, `${from}>${to}>${type}`);
  }

  /** Holds back messages from `from` to `to` until the time `until`. */
  clog(from: ReplicaId, to: ReplicaId, until: number): void {
    this.#clogs.set(`${from}>${to}`, until);
  }

  /** Ends all blocks, deafness and clogs. */
  heal(): void {
    this.#blocks.clear();
    this.#deafness.clear();
    this.#clogs.clear();
  }

  #carry(way: string, passing: Passing): void {
    const { messageDelay, inOrder, links } = this.weather;
    if (links !== undefined) return this.#push(links, way, passing);
    let at = this.#agenda.now + this.#random.exponential(messageDelay * tickTime);
    const clogged = this.#clogs.get(way);
    if (clogged !== undefined && clogged > at) at = clogged;
    if (inOrder) {
      at = Math.max(at, this.#lastArrival.get(way) ?? 0);
      this.#lastArrival.set(way, at);
    }
    this.#agenda.at(at, () => {
      if (!this.#blocks.has(way)) passing.arrive();
    });
  }

  /** Queues after earlier messages of its lane. Messages in transit are lost when the link breaks. */
  #push(links: LinkPlan, way: string, passing: Passing): void {
    const { now } = this.#agenda;
    const { byteLength } = encodeMessage(passing.message);
    const lane = laneOf(passing.message);
    const { type } = passing.message;
    if (lane === 'bulk') this.#bulkBytes.set(type, this.bulkBytes(type) + byteLength);
    let line = this.#lines.get(way);
    if (line === undefined || line.epoch < passing.epoch) {
      const { bytesPerTick, latency, chunkBytes } = links;
      const options = { bytesPerTime: bytesPerTick / tickTime, latency: latency * tickTime, chunkBytes };
      line = { epoch: passing.epoch, pipe: new Pipe(options), wakeAt: Number.POSITIVE_INFINITY };
      this.#lines.set(way, line);
    }
    line.pipe.push(passing, lane, byteLength, now);
    this.#wake(line, way);
  }

  /** Schedules the next delivery of the line. */
  #wake(line: Line, way: string): void {
    const { nextAt } = line.pipe;
    if (nextAt === undefined || Math.ceil(nextAt) >= line.wakeAt) return;
    const wakeAt = Math.max(Math.ceil(nextAt), this.#agenda.now);
    line.wakeAt = wakeAt;
    this.#agenda.at(wakeAt, () => {
      if (line.wakeAt !== wakeAt) return;
      line.wakeAt = Number.POSITIVE_INFINITY;
      for (const { item } of line.pipe.take(this.#agenda.now)) {
        if (!this.#blocks.has(way)) item.arrive();
      }
      this.#wake(line, way);
    });
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function decrease(counts: Map<string, number>, name: string): void {
  const left = (counts.get(name) ?? 0) - 1;
  if (left > 0) counts.set(name, left);
  else counts.delete(name);
}

/** Encodes and decodes `message`. @throws Violation if the decoder rejects it. */
function throughWire(message: Message): Message {
  const decoded = decodeMessage(encodeMessage(message));
  if (decoded.ok) return decoded.message;
  throw new Violation('wire', `a ${message.type} cannot be read: ${decoded.problem}`);
}
