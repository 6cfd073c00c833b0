/** Devices notice at their own times that a link came up or went down, and that a member was removed. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import type { Random } from '../../random.ts';
import { type Agenda, tickTime } from '../agenda.ts';
import { speakAlike } from '../builds.ts';
import type { Member } from '../member.ts';
import type { Links } from './links.ts';

export interface NoticeSurroundings {
  readonly agenda: Agenda;
  readonly links: Links;
  /** Whether two members that nothing separates are linked, directly or through another one. */
  isLinked(a: ReplicaId, b: ReplicaId): boolean;
  /** Runs `act` on the device of `member`, if it is up. */
  runOn(member: Member, act: (device: Device) => void): void;
}

export class Notices {
  readonly #world: NoticeSurroundings;
  readonly #random: Random;

  constructor(world: NoticeSurroundings, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /**
   * Both ends notice the state that the link has by then.
   *
   * @param ticks of the delay, in the mean.
   */
  planLink(a: Member, b: Member, ticks = 2): void {
    for (const [member, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      this.#world.agenda.after(this.#random.exponential(ticks * tickTime), () => this.#notice(member, peer));
    }
  }

  /** `member` learns within so many ticks, in the mean, that `removed` is removed. */
  planRemoval(member: Member, removed: Member, ticks: number): void {
    this.#learnAfter(this.#random.exponential(ticks * tickTime), member, removed);
  }

  /** `member` leads, so it has decided that `removed` is removed. */
  removalDecided(member: Member, removed: Member): void {
    this.#learnAfter(0, member, removed);
  }

  #learnAfter(time: number, member: Member, removed: Member): void {
    const { incarnation } = member;
    const learn = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (member.pausedUntil > this.#world.agenda.now) return member.defer(learn);
      member.voters.removed(removed.id);
      this.#world.runOn(member, (device) => device.remove([removed.id]));
    };
    this.#world.agenda.after(time, learn);
  }

  /** `member` notices the present state of its link to `peer`. */
  #notice(member: Member, peer: Member): void {
    if (!member.isUp) return;
    if (member.pausedUntil > this.#world.agenda.now) {
      return member.defer(() => this.#notice(member, peer));
    }
    const epoch = this.#world.links.epoch(member.id, peer.id);
    const isReached = peer.isUp && !this.#world.links.isCut(member.id, peer.id);
    const isJoined = isReached && speakAlike(member, peer);
    const isUp = isJoined && this.#world.isLinked(member.id, peer.id);
    // The peer is still linked with an earlier window.
    if (member.earlier?.links.get(peer.id) === epoch) return;
    const known = member.links.get(peer.id);
    if (known !== undefined && (known !== epoch || !isUp)) {
      member.links.delete(peer.id);
      member.voters.unlinked(peer.id);
      this.#world.runOn(member, (device) => device.linkDown(peer.id));
    }
    if (isUp && known !== epoch) {
      member.links.set(peer.id, epoch);
      member.voters.linked(peer.id);
      member.memory.linked(peer.id, () =>
        this.#world.runOn(member, (device) => device.linkUp(peer.id, peer.standing)),
      );
    }
  }
}
