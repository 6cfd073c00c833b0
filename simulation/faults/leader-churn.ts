/**
 * Leader churn: one leader after another is cut off with a minority that receives its last proposals. Later these
 * minorities decide, possibly as the voters of a configuration that was chosen in the meantime.
 *
 * Random faults rarely produce this: several old proposals for one slot, each held by some of the replicas that
 * finally vote on it. Most errors in a Paxos implementation show here.
 */

import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { type Agenda, tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';

/** Ticks without a new leader after which the churn ends. */
const maxWaitTicks = 150;

/** Commands submitted to a leader when it is cut off, at most. */
const maxLastCommands = 6;

export class LeaderChurn {
  readonly #world: World;
  readonly #workload: Workload;
  readonly #random: Random;
  readonly #isOn: () => boolean;
  /** How many more leaders will be deposed; absent between churns. */
  #left: number | undefined;
  /** Numbers churns and their turns: actions planned for an earlier turn are void. */
  #turn = 0;
  /** The members cut off so far in this churn. */
  #deposed = new Set<Member>();
  #lift: () => void = () => undefined;

  constructor(world: World, workload: Workload, random: Random, isOn: () => boolean) {
    this.#world = world;
    this.#workload = workload;
    this.#random = random;
    this.#isOn = isOn;
    world.whenLeading((leader) => this.#onLeader(leader));
  }

  /** Begins with a current leader, unless a churn is under way. */
  begin(): void {
    const leader = this.#random.pick(this.#world.running.filter((member) => member.isLeader));
    if (this.#left !== undefined || leader === undefined) return;
    this.#left = this.#random.between(1, 3);
    this.#deposed = new Set();
    this.#depose(leader);
  }

  /** A new leader outside the deposed is cut off next, as soon as it has begun to propose. */
  #onLeader(leader: Member): void {
    if (this.#left === undefined || (this.#deposed.has(leader) && this.#random.chance(0.7))) return;
    this.#turn += 1;
    this.#later(this.#random.scale(0.02, 3), () => {
      if (this.#left === 0) this.#reinstate(leader);
      else this.#depose(leader);
    });
  }

  /** Cuts `leader` off with its minority; the rest must elect another. */
  #depose(leader: Member): void {
    const random = this.#random;
    const groups = this.#groups(leader);
    if (groups === undefined) return this.#end();
    this.#left = (this.#left ?? 1) - 1;
    const { minority, hidden, rest } = groups;
    const name = [minority, hidden, rest].map((group) => group.map(({ id }) => id).join(',')).join(' | ');
    this.#world.trace(() => `fault: leader churn, ${leader.id} is deposed: ${name}`);
    const isAskedFirst = random.chance(0.3);
    if (isAskedFirst) this.#requestDeposed(leader, [...minority, ...this.#deposed]);
    if (random.chance(0.2)) this.#workload.submit(leader);
    const late = random.chance(0.3) ? random.pick(rest) : undefined;
    if (late !== undefined) this.#holdBack(leader, late);
    this.#partition(
      [minority, ...hidden.map((member) => [member]), rest],
      late === undefined ? [] : [[leader, late]],
    );
    const commands = random.between(isAskedFirst ? 0 : 1, maxLastCommands);
    for (let given = 0; given < commands; given += 1) this.#workload.submit(leader);
    if (!isAskedFirst && random.chance(0.3)) this.#requestDeposed(leader, [...minority, ...this.#deposed]);
    for (const member of minority) this.#deposed.add(member);
    this.#giveUpLater();
  }

  /**
   * The proposals of `leader` reach `late` after others have decided. Until then `late` receives the decisions but no
   * message of their leader, so that it has made no promise that would reject the late proposals.
   */
  #holdBack(leader: Member, late: Member): void {
    const { network, agenda, present } = this.#world;
    const until = agenda.now + this.#random.scale(10, maxWaitTicks) * tickTime;
    const others = present.filter((other) => other !== late && other !== leader);
    this.#world.trace(() => `fault: ${late.id} gets proposals late, and only those of ${leader.id}`);
    network.clog(leader.id, late.id, until);
    for (const { id } of others) network.deafen(id, late.id, ['prepare', 'propose']);
    agenda.at(until, () => {
      if (!this.#isOn()) return;
      for (const { id } of others) network.endDeafness(id, late.id, ['prepare', 'propose']);
    });
  }

  /** The last leader requests deposed members as voters; then they reconnect, alone or with all. */
  #reinstate(leader: Member): void {
    const random = this.#random;
    const nonVoters = this.#nonVoters();
    if (nonVoters.length > 0 && random.chance(0.5)) return this.#reinstateWithNonVoters(leader, nonVoters);
    this.#requestDeposed(leader, [...this.#deposed]);
    this.#turn += 1;
    this.#later(random.scale(0.5, 30), () => {
      const deposed = [...this.#deposed];
      const others = this.#world.present.filter((member) => !this.#deposed.has(member));
      if (random.chance(0.5)) return this.#end();
      // Some of the others must send them the decisions that they missed.
      const messenger = random.some(others, random.between(0, 1));
      const rest = others.filter((member) => !messenger.includes(member));
      this.#partition([[...deposed, ...messenger], rest]);
      for (const member of deposed) if (random.chance(0.5)) this.#workload.submit(member);
      this.#turn += 1;
      this.#later(random.scale(20, 150), () => this.#end());
    });
  }

  /** Running members that do not vote: they have promised little or nothing. */
  #nonVoters(): readonly Member[] {
    const voters = this.#world.ledger.latestConfiguration?.voters ?? [];
    return this.#world.running.filter(({ id }) => !voters.includes(id));
  }

  /** Non-voters become voters with one deposed member; they restart, decide without it, then one of them decides with it. */
  #reinstateWithNonVoters(leader: Member, nonVoters: readonly Member[]): void {
    const random = this.#random;
    const world = this.#world;
    const [former] = random.some(
      [...this.#deposed].filter(({ isGone }) => !isGone),
      1,
    );
    const chosen = random.some(nonVoters, 2);
    if (former === undefined || !leader.isUp) return this.#end();
    world.requestVoters(
      leader,
      [former, ...chosen].map(({ id }) => id),
    );
    this.#turn += 1;
    this.#later(random.scale(2, 30), () => {
      const others = world.present.filter((member) => member !== former && !chosen.includes(member));
      this.#partition([chosen, [former], others]);
      for (const member of chosen) {
        world.crash(member);
        world.boot(member);
      }
      for (const member of chosen) this.#workload.submit(member);
      this.#later(random.scale(30, 80), () => {
        const [one, ...rest] = chosen;
        if (one !== undefined)
          this.#partition([
            [one, former],
            [...rest, ...others],
          ]);
        for (const member of [former, ...chosen]) this.#workload.submit(member);
        this.#later(random.scale(30, 100), () => this.#end());
      });
    });
  }

  #requestDeposed(leader: Member, candidates: readonly Member[]): void {
    const random = this.#random;
    const present = candidates.filter(({ isGone }) => !isGone);
    const chosen = random.some(present, random.oneOf(1, 2, 3, 3));
    const voters = new Set(random.chance(0.25) ? [...chosen, leader] : chosen);
    if (leader.isUp && voters.size > 0) {
      this.#world.requestVoters(
        leader,
        [...voters].map(({ id }) => id),
      );
    }
  }

  /**
   * The members that the leader still reaches (including some deposed ones), the deposed members that stay alone, and the
   * rest; absent if too few remain to elect another leader.
   */
  #groups(leader: Member):
    | {
        readonly minority: readonly Member[];
        readonly hidden: readonly Member[];
        readonly rest: readonly Member[];
      }
    | undefined {
    const random = this.#random;
    const { present } = this.#world;
    const voters = this.#world.ledger.latestConfiguration?.voters ?? [];
    const isMajority = (group: readonly Member[]): boolean =>
      group.filter(({ id }) => voters.includes(id)).length * 2 > voters.length;
    const deposed = present.filter((member) => member !== leader && this.#deposed.has(member));
    const minority = [leader, ...deposed.filter(() => random.chance(0.5))];
    const hidden = deposed.filter((member) => !minority.includes(member) && random.chance(0.8));
    const rest = present.filter((member) => !minority.includes(member) && !hidden.includes(member));
    while (!isMajority(rest) && hidden.length > 0) rest.push(...hidden.splice(0, 1));
    if (!isMajority(rest)) return undefined;
    for (const member of random.some(rest, random.between(0, 2))) {
      const without = rest.filter((other) => other !== member);
      if (!isMajority(without)) break;
      minority.push(member);
      rest.splice(rest.indexOf(member), 1);
    }
    return { minority, hidden, rest };
  }

  /** Replaces the last cut. Some directions may stay open. */
  #partition(
    groups: readonly (readonly Member[])[],
    open: readonly (readonly [Member, Member])[] = [],
  ): void {
    const world = this.#world;
    this.#lift();
    const isSilent = this.#random.chance(0.5);
    const pairs = groups.flatMap((group, at) =>
      groups.slice(at + 1).flatMap((other) => group.flatMap((a) => other.map((b) => [a, b] as const))),
    );
    const isOpen = (from: Member, to: Member): boolean => open.some(([a, b]) => a === from && b === to);
    const blocked: (readonly [Member, Member])[] = [];
    const cut: (readonly [Member, Member])[] = [];
    for (const [a, b] of pairs) {
      if (!isSilent && !isOpen(a, b) && !isOpen(b, a)) cut.push([a, b]);
      else
        blocked.push(
          ...(
            [
              [a, b],
              [b, a],
            ] as const
          ).filter(([from, to]) => !isOpen(from, to)),
        );
    }
    for (const [from, to] of blocked) world.network.block(from.id, to.id);
    for (const [a, b] of cut) world.connections.cut(a, b);
    this.#lift = () => {
      this.#lift = () => undefined;
      for (const [from, to] of blocked) world.network.unblock(from.id, to.id);
      for (const [a, b] of cut) world.connections.join(a, b);
    };
  }

  #giveUpLater(): void {
    this.#turn += 1;
    this.#later(maxWaitTicks, () => this.#end());
  }

  #end(): void {
    this.#turn += 1;
    this.#left = undefined;
    this.#world.trace(() => 'fault ends: leader churn');
    this.#lift();
  }

  /** Runs `act` after `ticks`, unless another turn begins or faults have ended. */
  #later(ticks: number, act: () => void): void {
    const turn = this.#turn;
    const { agenda }: { readonly agenda: Agenda } = this.#world;
    agenda.after(ticks * tickTime, () => {
      if (this.#isOn() && this.#turn === turn) act();
    });
  }
}
