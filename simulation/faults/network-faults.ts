/** Faults of links: cuts, partitions, clogs, and the loss of some types of messages. */

import type { MessageType } from '#shared/paxos/messages.ts';
import type { Random } from '../random.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import { planPartition } from './partitions.ts';

/** Message types that a member may lose while it receives all others: each set delays another part of the protocol. */
const deafTo: readonly (readonly MessageType[])[] = [
  ['prepare', 'propose'],
  ['prepare', 'propose', 'reject'],
  ['accept'],
  ['promise'],
  ['heartbeat', 'heartbeatReply'],
  ['learned', 'snapshot'],
  ['submit', 'handover'],
  ['taken'],
  ['mark', 'arrived'],
];

/** Schedules the end of a fault after `ticks` in the mean. */
export type EndFault = (random: Random, ticks: number, act: () => void) => void;

export class NetworkFaults {
  readonly #world: World;
  readonly #end: EndFault;
  #side: readonly Member[] = [];

  constructor(world: World, end: EndFault) {
    this.#world = world;
    this.#end = end;
  }

  /** One side of the last partition. */
  get side(): readonly Member[] {
    return this.#side;
  }

  flap(random: Random): void {
    const [a, b] = random.some(this.#world.present, 2);
    if (a === undefined || b === undefined) return;
    this.#world.trace(() => `fault: the link ${a.id}–${b.id} goes down`);
    this.#world.connections.cut(a, b);
    this.#end(random, random.scale(1, 60), () => this.#world.connections.join(a, b));
  }

  partition(random: Random): void {
    const world = this.#world;
    const { present } = world;
    if (present.length < 2) return;
    const { name, isSilent, side, ways } = planPartition(present, random);
    this.#side = side;
    world.trace(() => `fault: ${name}${isSilent ? ', silently' : ''}`);
    const pairs = ways.filter(([a, b]) => a.id < b.id);
    for (const [a, b] of isSilent ? ways : pairs) {
      if (isSilent) world.network.block(a.id, b.id);
      else world.connections.cut(a, b);
    }
    this.#end(random, random.scale(5, 120), () => {
      world.trace(() => `fault ends: ${name}`);
      for (const [a, b] of isSilent ? ways : pairs) {
        if (isSilent) world.network.unblock(a.id, b.id);
        else world.connections.join(a, b);
      }
    });
  }

  clog(random: Random): void {
    const [a, b] = random.some(this.#world.present, 2);
    if (a === undefined || b === undefined) return;
    this.#world.trace(() => `fault: ${a.id} → ${b.id} is clogged`);
    const { now } = this.#world.agenda;
    this.#world.network.clog(a.id, b.id, now + random.exponential(random.scale(5, 60) * tickTime));
  }

  /** For a while `to` loses messages of some types, from one member or from all. */
  deafen(random: Random): void {
    const { network, present } = this.#world;
    const to = random.pick(present);
    if (to === undefined) return;
    const others = present.filter((member) => member !== to);
    const from = random.chance(0.5) ? others : random.some(others, 1);
    const types = random.pick(deafTo) ?? [];
    this.#world.trace(
      () => `fault: ${to.id} gets no ${types.join(', ')} from ${from.map(({ id }) => id).join(',')}`,
    );
    for (const { id } of from) network.deafen(id, to.id, types);
    this.#end(random, random.scale(5, 120), () => {
      this.#world.trace(() => `fault ends: ${to.id} gets everything again`);
      for (const { id } of from) network.endDeafness(id, to.id, types);
    });
  }
}
