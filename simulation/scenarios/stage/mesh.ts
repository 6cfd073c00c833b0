/**
 * A board with hand-drawn links: no other faults, and all checks on.
 *
 * Members are called 1, 2, 3 …; the first leader founds the board.
 */

import { bodyOf } from '../../histories/operation.ts';
import { noPolicy, type Plan } from '../../plan.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Member } from '../../world/member.ts';
import { World } from '../../world/world.ts';

/** Ticks of an election timeout: two heartbeat rounds of ten. */
export const electionTimeoutTicks = 20;

/** Ticks within which a calm board becomes ready. */
const maxReadyTicks = 400;

export type Way = readonly [from: number, to: number];

/** No faults, and no voter policy. */
export function calmPlan(seed: number, members: number): Plan {
  return {
    seed,
    members,
    voters: members,
    limits: {},
    ticks: 0,
    settledFirst: true,
    messageDelay: 0.1,
    lossProbability: 0,
    repetitionProbability: 0,
    inOrder: true,
    lateMessages: false,
    hasWitness: false,
    hasHosts: false,
    isCrowded: false,
    steadyLoss: 0,
    encoded: false,
    writeDelay: 0.05,
    tornGroups: true,
    skew: 1.1,
    commandGap: 1,
    maxCommands: 0,
    burst: 1,
    keys: 1,
    rates: {},
    healing: 'everyone',
    policy: noPolicy,
  };
}

export class Mesh {
  readonly world: World;
  readonly #numbers: readonly number[];
  #given = 0;

  /**
   * `count` members linked with one another, of which the first `voters` vote (or all); `leader` leads. With a `plan`
   * instead, the founder leads, and its policy chooses the other voters.
   */
  constructor(
    count: number,
    seed: number,
    leaderOrPlan: number | { readonly plan: Plan } = 1,
    voters = typeof leaderOrPlan === 'number' ? count : 1,
  ) {
    const isChosen = typeof leaderOrPlan !== 'number';
    const leader = isChosen ? 1 : leaderOrPlan;
    const others = Array.from({ length: count }, (_, at) => at + 1).filter((number) => number !== leader);
    this.#numbers = [leader, ...others];
    this.world = new World(isChosen ? leaderOrPlan.plan : calmPlan(seed, count));
    const { hasWitness } = this.world.plan;
    for (let made = 1; made <= count; made += 1) this.world.addMember(hasWitness && made === count);
    this.#until(() => this.member(leader).isLeader);
    this.run(electionTimeoutTicks);
    if (isChosen) return;
    const first = this.world.members.slice(0, voters).map(({ id }) => id);
    if (voters > 1) this.world.requestVoters(this.member(leader), first);
    this.#until(() => this.world.members.every((member) => this.#knowsAllVoters(member, voters)));
    this.#until(() => this.member(leader).isLeader);
    this.run(2 * electionTimeoutTicks);
  }

  member(number: number): Member {
    const member = this.world.members[this.#numbers.indexOf(number)];
    if (member === undefined) throw new RangeError(`there is no member ${number}`);
    return member;
  }

  leaders(): number[] {
    return this.#numbers.filter((number) => this.member(number).isLeader).sort();
  }

  run(ticks: number): void {
    const end = this.world.agenda.now + ticks * tickTime;
    while (this.world.agenda.nextAt < end) this.world.agenda.step();
    this.world.agenda.at(end, () => undefined);
    this.world.agenda.step();
  }

  submit(number: number): void {
    this.#given += 1;
    this.world.command(this.member(number), bodyOf({ type: 'write', key: 'k', value: `v${this.#given}` }));
  }

  /** Links exactly these pairs; both ends of each other pair notice. */
  connectOnly(...pairs: readonly Way[]): void {
    this.#eachOther(pairs, (a, b) => this.world.connections.cut(a, b));
  }

  /** Heals all cuts, then as {@link connectOnly}. */
  connectOnlyAgain(...pairs: readonly Way[]): void {
    this.world.connections.heal();
    this.connectOnly(...pairs);
  }

  /** Delivers messages between exactly these pairs, while all links stay up. */
  deliverOnly(...pairs: readonly Way[]): void {
    this.#eachOther(pairs, (a, b) => {
      this.world.network.block(a.id, b.id);
      this.world.network.block(b.id, a.id);
    });
  }

  /** Loses all messages from one to the other, while the link stays up. */
  silence(from: number, to: number): void {
    this.world.network.block(this.member(from).id, this.member(to).id);
  }

  /**
   * The ticks until a member decides a new slot; each of `submitters` has a pending command.
   *
   * @throws RangeError if nothing is decided within `ticks`.
   */
  decideWithin(ticks: number, submitters: readonly number[]): number {
    const before = Math.max(...this.world.members.map(({ decidedThrough }) => decidedThrough));
    for (const submitter of submitters) this.submit(submitter);
    for (let passed = 1; passed <= ticks; passed += 1) {
      this.run(1);
      if (this.world.members.some(({ decidedThrough }) => decidedThrough > before)) return passed;
    }
    throw new RangeError(`nothing was decided within ${ticks} ticks`);
  }

  /** How many new leaders there are within `ticks`. */
  newLeadersWithin(ticks: number): number {
    const before = this.world.leaderships;
    this.run(ticks);
    return this.world.leaderships - before;
  }

  #eachOther(pairs: readonly Way[], part: (a: Member, b: Member) => void): void {
    for (const a of this.#numbers) {
      for (const b of this.#numbers) {
        const isKept = pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
        if (a < b && !isKept) part(this.member(a), this.member(b));
      }
    }
  }

  #knowsAllVoters(member: Member, count: number): boolean {
    return member.device?.status().configuration?.voters.length === count;
  }

  #until(isSo: () => boolean): void {
    for (let passed = 0; passed < maxReadyTicks; passed += 1) {
      if (isSo()) return;
      this.run(1);
    }
    throw new RangeError('the board does not get ready');
  }
}
