/**
 * What lies between the members: it loses, repeats, reorders and delays messages, silently cuts either direction
 * between two members, and holds a direction back to let everything through later.
 */

import type { Message, MessageType } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { decodeMessage, encodeMessage } from '#shared/wire/frame.ts';
import { Violation } from '../checks/check.ts';
import type { Plan } from '../plan.ts';
import type { Random } from '../random.ts';
import { type Agenda, tickTime } from './agenda.ts';

/** Everything that the plan says of messages; a part of it may be replaced while a run goes on. */
export type Weather = Pick<
  Plan,
  'messageDelay' | 'lossProbability' | 'repetitionProbability' | 'inOrder' | 'encoded'
>;

export class Network {
  readonly #agenda: Agenda;
  readonly #random: Random;
  readonly #deliver: (from: ReplicaId, to: ReplicaId, message: Message, epoch: number) => void;
  readonly #blocks = new Map<string, number>();
  /** By way and kind of message, how often it is to be lost. */
  readonly #deafness = new Map<string, number>();
  readonly #clogs = new Map<string, number>();
  readonly #lastArrival = new Map<string, number>();
  weather: Weather;
  /** Loses what it says yes to, beside all else: for scenarios that are written by hand. */
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

  /** `epoch` tells the link's periods apart; it is handed to the receiver. */
  send(from: ReplicaId, to: ReplicaId, message: Message, epoch: number): void {
    const { lossProbability, repetitionProbability } = this.weather;
    const way = `${from}>${to}`;
    if (this.#blocks.has(way) || this.isLost(from, to, message)) return;
    if (this.#deafness.size > 0 && this.#deafness.has(`${way}>${message.type}`)) return;
    if (lossProbability > 0 && this.#random.chance(lossProbability)) return;
    const carried = this.weather.encoded ? throughWire(message) : message;
    this.#carry(way, from, to, carried, epoch);
    if (repetitionProbability > 0 && this.#random.chance(repetitionProbability)) {
      this.#carry(way, from, to, carried, epoch);
    }
  }

  /** Loses all that `from` says to `to`, until unblocked as often. */
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

  /** Holds back what `from` says to `to` until the time `until`. */
  clog(from: ReplicaId, to: ReplicaId, until: number): void {
    this.#clogs.set(`${from}>${to}`, until);
  }

  /** Ends all blocks, deafness and clogs. */
  heal(): void {
    this.#blocks.clear();
    this.#deafness.clear();
    this.#clogs.clear();
  }

  #carry(way: string, from: ReplicaId, to: ReplicaId, message: Message, epoch: number): void {
    const { messageDelay, inOrder } = this.weather;
    let at = this.#agenda.now + this.#random.exponential(messageDelay * tickTime);
    const clogged = this.#clogs.get(way);
    if (clogged !== undefined && clogged > at) at = clogged;
    if (inOrder) {
      at = Math.max(at, this.#lastArrival.get(way) ?? 0);
      this.#lastArrival.set(way, at);
    }
    this.#agenda.at(at, () => {
      if (!this.#blocks.has(way)) this.#deliver(from, to, message, epoch);
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

/** What the receiver reads of the bytes that the sender writes. @throws Violation if it reads nothing. */
function throughWire(message: Message): Message {
  const decoded = decodeMessage(encodeMessage(message));
  if (decoded.ok) return decoded.message;
  throw new Violation('wire', `a ${message.type} cannot be read: ${decoded.problem}`);
}
