/**
 * Windows of a device that opened its database before the present one. Such a window still has links, and does not know
 * that it was fenced, until its storage refuses a write or a person closes it. Peers link with the later window one by one.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import type { Random } from '../random.ts';
import { type Agenda, tickTime } from './agenda.ts';
import type { Connections } from './connections/connections.ts';
import type { Incarnation } from './incarnation.ts';
import type { Member } from './member.ts';

/** For which a window that has found itself fenced must be silent, before it is gone. */
const silentTicks = 5;

export interface Windows {
  readonly agenda: Agenda;
  readonly connections: Connections;
  member(id: ReplicaId): Member | undefined;
  trace(line: () => string): void;
  keepUnsaved(member: Member): void;
  runOn(member: Member, act: (device: Device) => void): void;
}

export class EarlierWindows {
  readonly #world: Windows;

  constructor(world: Windows) {
    this.#world = world;
  }

  /** Another window is about to open the database of `member`. @returns the part of the present one that remains. */
  open(member: Member, incarnation: Incarnation, random: Random): Member {
    this.end(member);
    this.#world.trace(() => `another window of ${member.id} opens`);
    const earlier = member.asEarlier();
    // Its transaction began before that of the opening.
    const batch = member.disk.crash(true, false);
    if (batch !== undefined) incarnation.becameDurable(batch);
    incarnation.fencedAs(earlier, batch);
    member.device = undefined;
    member.links.clear();
    member.earlier = earlier;
    for (const peer of earlier.links.keys()) {
      const time = random.exponential(random.scale(1, 60) * tickTime);
      this.#world.agenda.after(time, () => this.#pass(member, earlier, peer));
    }
    return earlier;
  }

  /** The earlier window of `member` ends, if there is one. @param keeps whether it keeps its commands first. */
  end(member: Member, keeps = false): void {
    const { earlier } = member;
    if (earlier === undefined) return;
    this.#world.trace(() => `the earlier window of ${member.id} ends`);
    if (keeps) this.#world.keepUnsaved(earlier);
    for (const peer of earlier.links.keys()) this.#pass(member, earlier, peer);
    earlier.device = undefined;
    member.earlier = undefined;
  }

  /** The storage of `earlier` has refused a write. */
  wasFenced(earlier: Member): void {
    this.#world.agenda.after(silentTicks * tickTime, () => {
      const member = this.#world.member(earlier.id);
      if (member?.earlier === earlier) this.end(member);
    });
  }

  /** `earlier` notices which of its links have passed to the later window. */
  dropLinks(earlier: Member): void {
    for (const [peer, epoch] of earlier.links) {
      if (epoch === this.#world.connections.links.epoch(earlier.id, peer)) continue;
      earlier.links.delete(peer);
      this.#world.runOn(earlier, (device) => device.linkDown(peer));
    }
  }

  /** A peer that is still linked with `earlier` links with the later window. */
  #pass(member: Member, earlier: Member, id: ReplicaId): void {
    const { connections } = this.#world;
    const peer = this.#world.member(id);
    const isEarliers = earlier.links.get(id) === connections.links.epoch(member.id, id);
    if (peer !== undefined && member.earlier === earlier && isEarliers) connections.relink(member, peer);
  }
}
