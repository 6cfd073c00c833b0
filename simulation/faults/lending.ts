/**
 * Members lend votes, on their computers or on hosts, and take them back, lose the computers that they lend, leave or are
 * removed: each as a command on which the members agree, in the production state machine.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import { bodyOf, memberOperation } from '../histories/operation.ts';
import type { Random } from '../random.ts';
import type { Member } from '../world/member.ts';
import { maxMembers, type World } from '../world/world.ts';
import { canSpare } from './sparing.ts';

/** Schedules `act` after so many ticks in the mean, unless the faults have ended by then. */
export type Later = (random: Random, ticks: number, act: () => void) => void;

/** Votes lent at one time, at most. */
const maxLent = 2;

const name = 'somebody';

export class Lending {
  readonly #world: World;
  readonly #later: Later;
  readonly #hosts: Random;

  constructor(world: World, later: Later) {
    this.#world = world;
    this.#later = later;
    this.#hosts = world.random.fork('hosts');
  }

  /** The next event around lent votes. */
  strike(random: Random): void {
    const world = this.#world;
    const witness = random.pick(this.#lent.filter(({ isRemoved }) => !isRemoved));
    const asking = random.pick(this.#able);
    if (asking === undefined) return;
    // Also a removed one, which does not know it yet.
    const anybody = random.pick(world.running.filter(({ isWitness }) => !isWitness)) ?? asking;
    if (random.chance(0.2)) this.#ask(anybody, { type: 'member/introduce', name });
    if (witness === undefined || (this.#lent.length < maxLent && random.chance(0.2)))
      return this.#lend(asking, random);
    const lender = witness.lentBy === undefined ? undefined : world.member(witness.lentBy);
    switch (random.between(1, 9)) {
      case 1:
        return this.#takeBack(witness, random.chance(0.7) && lender !== undefined ? lender : asking, random);
      case 2:
        return this.#lose(witness, random);
      case 3:
        if (lender !== undefined) this.#remove(lender, asking);
        return;
      case 4:
        if (lender !== undefined) this.#loseLender(lender, random);
        return;
      case 5: {
        // Its own lender, or another one, which is refused. A person cannot be lent.
        const lent = random.chance(0.3) ? anybody : witness;
        return this.#ask(asking, { type: 'member/lend', id: lent.id, name });
      }
      case 6: {
        const role = random.chance(0.7) ? 'viewer' : 'editor';
        if (lender !== undefined) this.#ask(anybody, { type: 'member/role', id: lender.id, role, name });
        return;
      }
      default:
        if (lender !== undefined) this.#absent(lender, random);
    }
  }

  get #lent(): readonly Member[] {
    return this.#world.present.filter(({ lentBy }) => lentBy !== undefined);
  }

  /** Members that can ask for something. */
  get #able(): readonly Member[] {
    const { latest } = this.#world.generations;
    return this.#world.running.filter(
      ({ isWitness, isHalted, isRemoved, isRolledBack, generation }) =>
        !isWitness && !isHalted && !isRemoved && !isRolledBack && generation === latest.number,
    );
  }

  #ask(member: Member, command: BoardCommandBody): void {
    this.#world.trace(() => `${member.id} asks for ${JSON.stringify(command)}`);
    this.#world.command(member, bodyOf(memberOperation(command)));
  }

  /** Mostly with the agreement of the others, which may come before the witness does. */
  #lend(lender: Member, random: Random): void {
    const world = this.#world;
    if (world.members.length >= maxMembers) return;
    const witness = world.addMember(true, lender.id);
    const place = world.plan.hasHosts && this.#hosts.chance(0.5) ? ({ host: true } as const) : {};
    if (random.chance(0.1)) return;
    const offer = (): void => this.#ask(lender, { type: 'member/lend', id: witness.id, name, ...place });
    if (random.chance(0.5)) offer();
    else this.#later(random, 10, offer);
  }

  /** The members agree on the removal; then the lender deletes the storage of the witness. */
  #takeBack(witness: Member, by: Member, random: Random): void {
    const world = this.#world;
    if (!this.#able.includes(by) || !this.#isSettled(witness) || !canSpare(world, witness)) return;
    this.#removes(witness, by, { type: 'member/remove', id: witness.id, name });
    const end = (): void => {
      if (!by.registers.removed.includes(witness.id)) return this.#later(random, 10, end);
      world.signOff(witness);
      this.#later(random, 5, () => world.wipe(witness));
    };
    this.#later(random, 10, end);
  }

  /** Its storage is lost, so its id never votes again. */
  #lose(witness: Member, random: Random): void {
    const world = this.#world;
    if (!canSpare(world, witness)) return;
    world.wipe(witness);
    const lender = witness.lentBy === undefined ? undefined : world.member(witness.lentBy);
    if (lender === undefined) return;
    this.#later(random, 10, () => {
      if (!this.#able.includes(lender)) return;
      this.#ask(lender, { type: 'member/remove', id: witness.id, name });
      this.#lend(lender, random);
    });
  }

  /** Another member removes the lender, or it leaves by itself and still lends. */
  #remove(lender: Member, by: Member): void {
    if (!this.#isSettled(lender) || lender.isRemoved || !canSpare(this.#world, lender)) return;
    const command: BoardCommandBody =
      lender === by ? { type: 'member/leave', name } : { type: 'member/remove', id: lender.id, name };
    this.#removes(lender, by, command);
  }

  /** The lender's own board is lost; the vote that it lends is not. */
  #loseLender(lender: Member, random: Random): void {
    const world = this.#world;
    if (lender.isGone || lender.isRemoved || !canSpare(world, lender)) return;
    world.wipe(lender);
    this.#later(random, 60, () => {
      if (random.chance(0.3) && world.members.length < maxMembers) world.addMember();
    });
  }

  /** The lender is away for long enough that others get its vote. */
  #absent(lender: Member, random: Random): void {
    const world = this.#world;
    if (!lender.isUp) return;
    if (random.chance(0.5)) world.signOff(lender);
    this.#later(random, random.scale(1, 10), () => {
      world.crash(lender);
      this.#later(random, random.scale(20, 300), () => world.boot(lender));
    });
  }

  /** It counts as gone from the request on: nobody knows when that is decided. */
  #removes(member: Member, by: Member, command: BoardCommandBody): void {
    member.isRemoved = true;
    member.isRemovedByCommand = true;
    this.#ask(by, command);
  }

  /** A recovery would leave some members with the removal, and others without. */
  #isSettled({ generation }: Member): boolean {
    const { latest, all } = this.#world.generations;
    return generation === latest.number && all.every(({ number }) => number <= latest.number);
  }
}
