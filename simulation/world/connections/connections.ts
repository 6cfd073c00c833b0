/** The connections of the members: their links, who notices them and when, and the members that pass messages on. */

import type { Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import type { Random } from '../../random.ts';
import type { Agenda } from '../agenda.ts';
import type { Member } from '../member.ts';
import { Links } from './links.ts';
import type { Network, Relay } from './network.ts';
import { Notices } from './notices.ts';
import { Topology } from './topology.ts';

export interface Connected {
  readonly agenda: Agenda;
  readonly network: Network;
  readonly members: readonly Member[];
  readonly running: readonly Member[];
  runOn(member: Member, act: (device: Device) => void): void;
}

export class Connections {
  readonly links = new Links();
  readonly #world: Connected;
  readonly #notices: Notices;
  /** Absent where all are linked directly. */
  readonly #topology: Topology | undefined;

  /** @param isCrowded see `Plan`. */
  constructor(world: Connected, random: Random, isCrowded: boolean) {
    this.#world = world;
    const { links } = this;
    const isLinked = (a: ReplicaId, b: ReplicaId) => this.isLinked(a, b);
    const runOn = (member: Member, act: (device: Device) => void) => world.runOn(member, act);
    this.#notices = new Notices({ agenda: world.agenda, links, isLinked, runOn }, random);
    if (isCrowded) this.#topology = new Topology(this);
  }

  get running(): readonly Member[] {
    return this.#world.running;
  }

  /** `member` has started. */
  started(member: Member): void {
    this.#topology?.started(member);
    for (const peer of this.running) if (peer !== member) this.#notices.planLink(member, peer);
  }

  /** `member` has ended, and every link of it. */
  stopped(member: Member): void {
    for (const peer of this.#world.members) {
      if (peer === member) continue;
      this.links.broke(member.id, peer.id);
      this.#planLoss(member, peer);
    }
    this.#topology?.changed();
  }

  /** Each end notices at its own time. */
  cut(a: Member, b: Member): void {
    this.links.cut(a.id, b.id);
    this.#planLoss(a, b);
    this.#topology?.changed();
  }

  join(a: Member, b: Member): void {
    this.links.join(a.id, b.id);
    this.#notices.planLink(a, b);
  }

  /** Ends every visible and every silent cut. */
  heal(): void {
    const { members, network } = this.#world;
    this.links.heal();
    network.heal();
    for (const a of members) for (const b of members) if (a.id < b.id) this.#notices.planLink(a, b);
  }

  /** Whether nothing separates two running members. */
  isJoined(a: Member, b: Member): boolean {
    return a.isUp && b.isUp && !this.links.isCut(a.id, b.id);
  }

  /** Whether two members that nothing separates are linked, directly or through another one. */
  isLinked(a: ReplicaId, b: ReplicaId): boolean {
    return this.#topology?.isLinked(a, b) ?? true;
  }

  /** Whether no other member is between the two. */
  isDirect(a: ReplicaId, b: ReplicaId): boolean {
    return this.#topology?.between(a, b) === undefined;
  }

  /** Ends the present link of the two, and has both notice what there is now. */
  relink(a: Member, b: Member): void {
    this.links.broke(a.id, b.id);
    this.#notices.planLink(a, b);
  }

  after(time: number, act: () => void): void {
    this.#world.agenda.after(time, act);
  }

  /** `member` learns within so many ticks, in the mean, that `removed` is removed. */
  planRemoval(member: Member, removed: Member, ticks: number): void {
    this.#notices.planRemoval(member, removed, ticks);
  }

  /** `member` leads, so it has decided that `removed` is removed. */
  removalDecided(member: Member, removed: Member): void {
    this.#notices.removalDecided(member, removed);
  }

  send(from: ReplicaId, to: ReplicaId, message: Message): void {
    if (!this.isLinked(from, to)) return;
    const between = this.#topology?.between(from, to);
    const relay = between && this.#relay(from, between, to);
    this.#world.network.send(from, to, message, this.links.epoch(from, to), relay);
  }

  #relay(from: ReplicaId, between: Member, to: ReplicaId): Relay {
    const { links } = this;
    const epochs = [links.epoch(from, between.id), links.epoch(between.id, to)] as const;
    const pass = (act: () => void): void => {
      if (!between.isUp || links.isCut(from, between.id) || links.isCut(between.id, to)) return;
      if (between.pausedUntil > this.#world.agenda.now) between.defer(act);
      else act();
    };
    return { id: between.id, epochs, pass };
  }

  /** The link between the two is gone. A link at rest notices that late. */
  #planLoss(a: Member, b: Member): void {
    this.#notices.planLink(a, b);
    const within = this.#topology?.noticedWithin(a, b);
    if (within !== undefined) this.#notices.planLink(a, b, within / 4);
  }
}
