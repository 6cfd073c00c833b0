/**
 * Coups: one leader after another is cut off together with the few that hear its last proposals, and later those few
 * decide, perhaps as the voters of a configuration that was chosen meanwhile.
 *
 * What random faults hardly ever line up: several old proposals for one slot, each held by some of those who vote on
 * it in the end. It is where Paxos goes wrong if it does.
 */

import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { type Agenda, tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';

/** Ticks after which a board that finds no new leader is left in peace. */
const maxWaitTicks = 150;

/** Commands that a leader is given when it is cut off, at most. */
const maxLastCommands = 6;

export class Coups {
  readonly #world: World;
  readonly #workload: Workload;
  readonly #random: Random;
  readonly #isOn: () => boolean;
  /** How many more leaders are to fall; absent while there is peace. */
  #left: number | undefined;
  /** Numbers the coups and their turns: what was planned for an earlier one is void. */
  #turn = 0;
  /** Those who were cut off in this coup. */
  #outcasts = new Set<Member>();
  #lift: () => void = () => undefined;

  constructor(world: World, workload: Workload, random: Random, isOn: () => boolean) {
    this.#world = world;
    this.#workload = workload;
    this.#random = random;
    this.#isOn = isOn;
    world.whenLeading((leader) => this.#meet(leader));
  }

  /** Begins with whoever leads now, unless one is under way. */
  begin(): void {
    const leader = this.#random.pick(this.#world.running.filter((member) => member.isLeader));
    if (this.#left !== undefined || leader === undefined) return;
    this.#left = this.#random.between(1, 3);
    this.#outcasts = new Set();
    this.#strike(leader);
  }

  /** A new leader that is none of the outcasts is the next one, as soon as it has begun to propose. */
  #meet(leader: Member): void {
    if (this.#left === undefined || (this.#outcasts.has(leader) && this.#random.chance(0.7))) return;
    this.#turn += 1;
    this.#later(this.#random.scale(0.02, 3), () => {
      if (this.#left === 0) this.#enthrone(leader);
      else this.#strike(leader);
    });
  }

  /** Cuts `leader` off with its court; the rest must find another. */
  #strike(leader: Member): void {
    const random = this.#random;
    const groups = this.#groups(leader);
    if (groups === undefined) return this.#end();
    this.#left = (this.#left ?? 1) - 1;
    const { court, hidden, rest } = groups;
    const name = [court, hidden, rest].map((group) => group.map(({ id }) => id).join(',')).join(' | ');
    this.#world.trace(() => `fault: a coup against ${leader.id}: ${name}`);
    const isAskedFirst = random.chance(0.3);
    if (isAskedFirst) this.#askForOutcasts(leader, [...court, ...this.#outcasts]);
    if (random.chance(0.2)) this.#workload.give(leader);
    const late = random.chance(0.3) ? random.pick(rest) : undefined;
    if (late !== undefined) this.#holdBack(leader, late);
    this.#part(
      [court, ...hidden.map((member) => [member]), rest],
      late === undefined ? [] : [[leader, late]],
    );
    const commands = random.between(isAskedFirst ? 0 : 1, maxLastCommands);
    for (let given = 0; given < commands; given += 1) this.#workload.give(leader);
    if (!isAskedFirst && random.chance(0.3)) this.#askForOutcasts(leader, [...court, ...this.#outcasts]);
    for (const member of court) this.#outcasts.add(member);
    this.#giveUpLater();
  }

  /**
   * What `leader` proposes reaches `late` when others have decided. Until then `late` hears what they decide, and not
   * who leads: it has promised nothing that would make it refuse.
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

  /** The last leader is asked to let outcasts vote, and they are let back, alone or with everyone. */
  #enthrone(leader: Member): void {
    const random = this.#random;
    const novices = this.#novices();
    if (novices.length > 0 && random.chance(0.5)) return this.#enthroneNovices(leader, novices);
    this.#askForOutcasts(leader, [...this.#outcasts]);
    this.#turn += 1;
    this.#later(random.scale(0.5, 30), () => {
      const outcasts = [...this.#outcasts];
      const others = this.#world.present.filter((member) => !this.#outcasts.has(member));
      if (random.chance(0.5)) return this.#end();
      // Some of the others must tell them what was decided without them.
      const messenger = random.some(others, random.between(0, 1));
      const rest = others.filter((member) => !messenger.includes(member));
      this.#part([[...outcasts, ...messenger], rest]);
      for (const member of outcasts) if (random.chance(0.5)) this.#workload.give(member);
      this.#turn += 1;
      this.#later(random.scale(20, 150), () => this.#end());
    });
  }

  /** Running members that do not vote: they have promised little or nothing. */
  #novices(): readonly Member[] {
    const voters = this.#world.ledger.latestConfiguration?.voters ?? [];
    return this.#world.running.filter(({ id }) => !voters.includes(id));
  }

  /** Novices are to vote together with one outcast; they start anew, decide without it, and then one of them with it. */
  #enthroneNovices(leader: Member, novices: readonly Member[]): void {
    const random = this.#random;
    const world = this.#world;
    const [outcast] = random.some(
      [...this.#outcasts].filter(({ isGone }) => !isGone),
      1,
    );
    const chosen = random.some(novices, 2);
    if (outcast === undefined || !leader.isUp) return this.#end();
    world.requestVoters(
      leader,
      [outcast, ...chosen].map(({ id }) => id),
    );
    this.#turn += 1;
    this.#later(random.scale(2, 30), () => {
      const others = world.present.filter((member) => member !== outcast && !chosen.includes(member));
      this.#part([chosen, [outcast], others]);
      for (const member of chosen) {
        world.crash(member);
        world.boot(member);
      }
      for (const member of chosen) this.#workload.give(member);
      this.#later(random.scale(30, 80), () => {
        const [one, ...rest] = chosen;
        if (one !== undefined)
          this.#part([
            [one, outcast],
            [...rest, ...others],
          ]);
        for (const member of [outcast, ...chosen]) this.#workload.give(member);
        this.#later(random.scale(30, 100), () => this.#end());
      });
    });
  }

  #askForOutcasts(leader: Member, candidates: readonly Member[]): void {
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
   * Whom the leader still reaches (some of the outcasts among them), which outcasts stay alone, and who goes on; absent
   * where too few would be left to choose another leader.
   */
  #groups(leader: Member):
    | {
        readonly court: readonly Member[];
        readonly hidden: readonly Member[];
        readonly rest: readonly Member[];
      }
    | undefined {
    const random = this.#random;
    const { present } = this.#world;
    const voters = this.#world.ledger.latestConfiguration?.voters ?? [];
    const isMajority = (group: readonly Member[]): boolean =>
      group.filter(({ id }) => voters.includes(id)).length * 2 > voters.length;
    const outcasts = present.filter((member) => member !== leader && this.#outcasts.has(member));
    const court = [leader, ...outcasts.filter(() => random.chance(0.5))];
    const hidden = outcasts.filter((member) => !court.includes(member) && random.chance(0.8));
    const rest = present.filter((member) => !court.includes(member) && !hidden.includes(member));
    while (!isMajority(rest) && hidden.length > 0) rest.push(...hidden.splice(0, 1));
    if (!isMajority(rest)) return undefined;
    for (const member of random.some(rest, random.between(0, 2))) {
      const without = rest.filter((other) => other !== member);
      if (!isMajority(without)) break;
      court.push(member);
      rest.splice(rest.indexOf(member), 1);
    }
    return { court, hidden, rest };
  }

  /** Takes the place of the last cut. Some ways may stay as they are. */
  #part(groups: readonly (readonly Member[])[], open: readonly (readonly [Member, Member])[] = []): void {
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
    for (const [a, b] of cut) world.cutLink(a, b);
    this.#lift = () => {
      this.#lift = () => undefined;
      for (const [from, to] of blocked) world.network.unblock(from.id, to.id);
      for (const [a, b] of cut) world.joinLink(a, b);
    };
  }

  #giveUpLater(): void {
    this.#turn += 1;
    this.#later(maxWaitTicks, () => this.#end());
  }

  #end(): void {
    this.#turn += 1;
    this.#left = undefined;
    this.#world.trace(() => 'fault ends: the coup');
    this.#lift();
  }

  /** `act` after `ticks`, unless something else comes first, or faults have ended. */
  #later(ticks: number, act: () => void): void {
    const turn = this.#turn;
    const { agenda }: { readonly agenda: Agenda } = this.#world;
    agenda.after(ticks * tickTime, () => {
      if (this.#isOn() && this.#turn === turn) act();
    });
  }
}
