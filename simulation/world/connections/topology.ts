/**
 * The direct links of a board with many members: two members of which neither votes give theirs up, and are linked
 * through a voter, by the rule of the mesh (`shared/replica/members/needed-links.ts`). To the replicas such a change
 * is a link that goes down, and another one that comes up a moment later.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { needsDirectLink } from '#shared/replica/members/needed-links.ts';
import { assertReplaceable } from '../../checks/device/links.ts';
import { tickTime } from '../agenda.ts';
import type { Member } from '../member.ts';

/** The interval at which devices reconsider their links, in ticks: 5 s (`app/mesh`). */
const reconsiderTicks = 100;

/** The time for a direct connection before a relay is used, in ticks: 1 s. */
const relayTicks = 20;

/** Links that one device ends at once, at most. */
const maxEndedAtOnce = 2;

/** The time within which a dead link is noticed, in ticks: 2 s, and 10 s for one that rests. */
const noticedWithin = { watched: 40, resting: 200 } as const;

export interface TopologySurroundings {
  readonly running: readonly Member[];
  /** Whether nothing separates two running members. */
  isJoined(a: Member, b: Member): boolean;
  /** Ends the present link of the two, if any, and has both notice what there is now. */
  relink(a: Member, b: Member): void;
  after(time: number, act: () => void): void;
}

/** How two members are linked; a direct link unless the topology has an entry. */
interface Indirect {
  /** Absent while there is no route. */
  via?: Member;
  isSearching: boolean;
}

export class Topology {
  readonly #world: TopologySurroundings;
  readonly #indirect = new Map<string, Indirect>();

  constructor(world: TopologySurroundings) {
    this.#world = world;
  }

  /** `member` has started: its links are direct at first, and it reconsiders them as long as it runs. */
  started(member: Member): void {
    for (const name of this.#indirect.keys())
      if (name.split('|').includes(member.id)) this.#indirect.delete(name);
    const { incarnation } = member;
    const reconsider = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      this.#reconsider(member);
      this.#world.after(reconsiderTicks * tickTime, reconsider);
    };
    this.#world.after(reconsiderTicks * tickTime, reconsider);
  }

  /** Something has separated members: routes through them are over. */
  changed(): void {
    for (const [name, indirect] of this.#indirect) {
      const [a, b] = this.#ends(name);
      if (a === undefined || b === undefined || indirect.via === undefined) continue;
      if (this.#isRoute(a, indirect.via, b)) continue;
      delete indirect.via;
      this.#world.relink(a, b);
      this.#search(a, b, indirect);
    }
  }

  isLinked(a: ReplicaId, b: ReplicaId): boolean {
    const indirect = this.#indirect.get(nameOf(a, b));
    return indirect === undefined || indirect.via !== undefined;
  }

  /** The member between the two; undefined if their link is direct. */
  between(a: ReplicaId, b: ReplicaId): Member | undefined {
    return this.#indirect.get(nameOf(a, b))?.via;
  }

  /** Ticks within which both ends notice that their link is dead. */
  noticedWithin(a: Member, b: Member): number {
    const hasLeader = this.#world.running.some(({ isLeader }) => isLeader);
    return hasLeader && !a.isLeader && !b.isLeader ? noticedWithin.resting : noticedWithin.watched;
  }

  /** Of two members the one with the lower id decides. */
  #reconsider(me: Member): void {
    const { device } = me;
    const configuration = device?.status().configuration;
    if (configuration === undefined) return;
    const roles = { voters: new Set(configuration.voters) };
    let ended = 0;
    for (const peer of this.#world.running) {
      if (peer.id <= me.id || !this.#world.isJoined(me, peer)) continue;
      const indirect = this.#indirect.get(nameOf(me.id, peer.id));
      const ways = this.#ways(me, peer).map(({ id }) => id);
      const members =
        1 + this.#world.running.filter((other) => other !== me && this.#reaches(me, other)).length;
      const isLinked = indirect === undefined;
      const isNeeded = needsDirectLink({ me: me.id, peer: peer.id, roles, members, ways, isLinked });
      if (isNeeded && !isLinked) {
        this.#indirect.delete(nameOf(me.id, peer.id));
        this.#world.relink(me, peer);
      }
      if (isNeeded || !isLinked || ended >= maxEndedAtOnce) continue;
      assertReplaceable(me.id, peer.id, configuration.voters, ways);
      ended += 1;
      const next: Indirect = { isSearching: false };
      this.#indirect.set(nameOf(me.id, peer.id), next);
      this.#world.relink(me, peer);
      this.#search(me, peer, next);
    }
  }

  #search(a: Member, b: Member, indirect: Indirect): void {
    if (indirect.isSearching) return;
    indirect.isSearching = true;
    this.#world.after(relayTicks * tickTime, () => {
      indirect.isSearching = false;
      if (this.#indirect.get(nameOf(a.id, b.id)) !== indirect || !a.isUp || !b.isUp) return;
      const [way] = this.#ways(a, b);
      if (way === undefined) return this.#search(a, b, indirect);
      indirect.via = way;
      this.#world.relink(a, b);
    });
  }

  /** The members with a direct link to both. */
  #ways(a: Member, b: Member): readonly Member[] {
    return this.#world.running.filter((way) => way !== a && way !== b && this.#isRoute(a, way, b));
  }

  #isRoute(a: Member, way: Member, b: Member): boolean {
    return way.isUp && this.#isDirect(a, way) && this.#isDirect(way, b);
  }

  #isDirect(a: Member, b: Member): boolean {
    return !this.#indirect.has(nameOf(a.id, b.id)) && this.#world.isJoined(a, b);
  }

  #reaches(a: Member, b: Member): boolean {
    return this.#isDirect(a, b) || this.#ways(a, b).length > 0;
  }

  #ends(name: string): readonly (Member | undefined)[] {
    const ids = name.split('|');
    return ids.map((id) => this.#world.running.find((member) => member.id === id));
  }
}

function nameOf(a: ReplicaId, b: ReplicaId): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
