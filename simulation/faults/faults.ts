/** Injects faults: the kind, the time and the duration, each kind from its own random stream. */

import { type FaultClass, streamOf } from '../plan-rates.ts';
import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import { maxMembers, type World } from '../world/world.ts';
import { forge } from './forger.ts';
import { doubtAny } from './hints.ts';
import { LeaderChurn } from './leader-churn.ts';
import { Lending } from './lending.ts';
import { NetworkFaults } from './network-faults.ts';
import { strikePage } from './page-ends.ts';
import { strikePersons } from './persons.ts';
import { openSecondWindow } from './second-windows.ts';
import { canSpare } from './sparing.ts';
import { strikeUpdate } from './updates.ts';
import { spoilState } from './wrong-states.ts';

export class Faults {
  readonly #world: World;
  #isOn = true;
  readonly #network: NetworkFaults;

  constructor(world: World, workload: Workload) {
    this.#world = world;
    const network = new NetworkFaults(world, (random, ticks, act) => this.#end(random, ticks, act));
    this.#network = network;
    // The stream's name is part of every seed's meaning: it stays.
    const churn = new LeaderChurn(world, workload, world.random.fork('coup'), () => this.#isOn);
    const lending = new Lending(world, (random, ticks, act) => this.#end(random, ticks, act));
    const kinds: readonly (readonly [FaultClass, (random: Random) => void])[] = [
      ['flaps', (random) => network.flap(random)],
      ['partitions', (random) => network.partition(random)],
      ['clogs', (random) => network.clog(random)],
      ['crashes', (random) => this.#crash(random)],
      ['wipes', (random) => this.#wipe(random)],
      ['pauses', (random) => this.#pause(random)],
      ['stalls', (random) => this.#stall(random)],
      ['reconfigurations', (random) => this.#reconfigure(random)],
      ['resignations', (random) => this.#resign(random)],
      ['newcomers', () => this.#newcomer()],
      ['deafness', (random) => network.deafen(random)],
      ['leaderChurn', () => churn.begin()],
      ['signOffs', (random) => this.#signOff(random)],
      ['recoveries', (random) => this.#recover(random)],
      ['removals', (random) => this.#remove(random)],
      ['rollbacks', (random) => this.#rollBack(random)],
      ['forgeries', (random) => forge(world, random)],
      ['pageEnds', (random) => strikePage(world, workload, random, (...planned) => this.#end(...planned))],
      ['doubts', (random) => doubtAny(world, random)],
      ['lending', (random) => lending.strike(random)],
      ['persons', (random) => strikePersons(world, random, (...planned) => this.#end(...planned))],
      ['updates', (random) => strikeUpdate(world, random, (...planned) => this.#end(...planned))],
      ['wrongStates', (random) => spoilState(world, random, (...planned) => this.#end(...planned))],
      [
        'secondWindows',
        (random) => openSecondWindow(world, workload, random, (...planned) => this.#end(...planned)),
      ],
    ];
    this.#replaceSuperseded(world.random.fork('superseded'));
    if (world.plan.rates.reconfigurations !== undefined) this.#meetLeaders(world.random.fork('new leaders'));
    for (const [kind, strike] of kinds) {
      const rate = world.plan.rates[kind];
      if (rate !== undefined) this.#repeat(rate, world.random.fork(streamOf(kind)), strike);
    }
  }

  /** No new fault begins, and pending ends of faults are void. */
  stop(): void {
    this.#isOn = false;
  }

  #repeat(rate: number, random: Random, strike: (random: Random) => void): void {
    this.#world.agenda.after(random.exponential(rate * tickTime), () => {
      if (!this.#isOn) return;
      strike(random);
      this.#repeat(rate, random, strike);
    });
  }

  /** Schedules the end of a fault after `ticks` in the mean. */
  #end(random: Random, ticks: number, act: () => void): void {
    this.#world.agenda.after(random.exponential(ticks * tickTime), () => {
      if (this.#isOn) act();
    });
  }

  #crash(random: Random): void {
    const count = random.chance(0.15) ? this.#world.members.length : random.oneOf(1, 1, 2);
    for (const member of random.some(this.#world.running, count)) {
      this.#world.crash(member);
      this.#end(random, random.scale(1, 80), () => this.#world.boot(member));
    }
  }

  #wipe(random: Random): void {
    const world = this.#world;
    const member = random.pick(world.present);
    if (member === undefined || world.members.length >= maxMembers || !canSpare(world, member)) return;
    world.wipe(member);
    this.#end(random, 20, () => {
      this.#replace(member);
    });
  }

  #pause(random: Random): void {
    const member = random.pick(this.#world.running);
    if (member === undefined) return;
    this.#world.pause(member, this.#world.agenda.now + random.exponential(random.scale(2, 80) * tickTime));
    this.#world.trace(() => `fault: ${member.id} sleeps until ${(member.pausedUntil / tickTime).toFixed(3)}`);
  }

  #stall(random: Random): void {
    const member = random.pick(this.#world.running);
    if (member === undefined) return;
    this.#world.stall(member, this.#world.agenda.now + random.exponential(random.scale(2, 80) * tickTime));
    const until = (member.stalledUntil / tickTime).toFixed(3);
    this.#world.trace(() => `fault: the storage of ${member.id} stalls until ${until}`);
  }

  /** New leaders receive a request for other voters before they have finished their predecessor's proposals. */
  #meetLeaders(random: Random): void {
    const probability = random.oneOf(0, 0.3, 0.8);
    this.#world.whenLeading((leader) => {
      if (!this.#isOn || !random.chance(probability)) return;
      this.#world.agenda.after(random.exponential(random.scale(0.05, 2) * tickTime), () => {
        if (this.#isOn) this.#askFor(random, leader);
      });
    });
  }

  #reconfigure(random: Random): void {
    const { running } = this.#world;
    const leaders = running.filter((member) => member.isLeader);
    const asked = random.chance(0.9) ? random.pick(leaders) : random.pick(running);
    if (asked !== undefined) this.#askFor(random, asked);
  }

  #askFor(random: Random, asked: Member): void {
    const count = random.oneOf(1, 2, 3, 3, 4, 5, 7);
    // Often the members just cut off: they then decide on the entries that they accepted in the meantime.
    const present = random.chance(0.4)
      ? this.#network.side.filter(({ isGone }) => !isGone)
      : this.#world.present;
    const members = random.some(present, count);
    const voters = new Set(random.chance(0.5) ? [...members, asked] : members);
    if (voters.size === 0) return;
    if (asked.isUp)
      this.#world.requestVoters(
        asked,
        [...voters].map(({ id }) => id),
      );
  }

  #resign(random: Random): void {
    const leader = random.pick(this.#world.running.filter((member) => member.isLeader));
    if (leader !== undefined) this.#world.runOn(leader, (device) => device.resign());
  }

  /** A device signs off, its vote is reassigned if there is time, and it leaves or stays after all. */
  #signOff(random: Random): void {
    const world = this.#world;
    const member = random.pick(world.running);
    if (member === undefined) return;
    world.trace(() => `${member.id} signs off`);
    world.signOff(member);
    this.#end(random, random.scale(2, 60), () => {
      if (random.chance(0.3)) return world.runOn(member, (device) => device.stay());
      if (member.isLeader) world.runOn(member, (device) => device.resign());
      world.crash(member);
      this.#end(random, random.scale(2, 80), () => world.boot(member));
    });
  }

  /** A user starts a recovery, justified or not; sometimes two do, unaware of each other. */
  #recover(random: Random): void {
    const possible = this.#world.running.filter(({ isRemoved }) => !isRemoved);
    for (const member of random.some(possible, random.oneOf(1, 1, 1, 2))) {
      this.#world.trace(() => `fault: ${member.id} starts a recovery`);
      // A recovery that the disk never stored must not have had effects.
      if (random.chance(0.4)) {
        this.#world.stall(
          member,
          this.#world.agenda.now + random.exponential(random.scale(2, 60) * tickTime),
        );
      }
      this.#world.recover(member);
      if (!random.chance(0.4)) continue;
      this.#end(random, random.scale(0.1, 40), () => {
        this.#world.crash(member);
        this.#end(random, random.scale(1, 40), () => this.#world.boot(member));
      });
    }
  }

  /** A member is removed from the board, and may rejoin as a new member. */
  #remove(random: Random): void {
    const world = this.#world;
    const { latest, all } = world.generations;
    const isSettled = all.every(({ number }) => number <= latest.number);
    const member = random.pick(world.present.filter(({ isRemoved }) => !isRemoved));
    if (member === undefined || world.members.length >= maxMembers || !isSettled) return;
    if (member.generation !== latest.number || !canSpare(world, member)) return;
    world.remove(member);
    this.#end(random, 20, () => {
      this.#replace(member);
    });
  }

  /**
   * A device is restored from a backup: it loses everything confirmed since. It stops when it meets a member that has
   * seen more of it, and rejoins as a new member.
   */
  #rollBack(random: Random): void {
    const world = this.#world;
    const member = random.pick(world.running.filter(({ isHalted, isRemoved }) => !isHalted && !isRemoved));
    if (member === undefined) return;
    const { generation, incarnation } = member;
    const restore = member.disk.image();
    this.#end(random, random.scale(1, 60), () => {
      const isSame = member.isUp && member.generation === generation && !member.isHalted && !member.isRemoved;
      const isLatest = generation === world.generations.latest.number;
      if (!isSame || !isLatest || member.incarnation !== incarnation || member.disk.isEmpty) return;
      if (world.members.length >= maxMembers || !canSpare(world, member)) return;
      world.rollBack(member, restore);
      this.#end(random, random.scale(2, 60), () => {
        world.wipe(member);
        this.#replace(member);
      });
    });
  }

  /** A superseded device rejoins as a new member. */
  #replaceSuperseded(random: Random): void {
    const world = this.#world;
    world.onSuperseded = (member) => {
      this.#end(random, random.scale(1, 60), () => {
        if (!member.isHalted || world.members.length >= maxMembers) return;
        world.wipe(member);
        this.#replace(member);
      });
    };
  }

  /** The lender of a lost witness lends another one, or nobody does. */
  #replace({ isWitness, lentBy }: Member): void {
    const { members } = this.#world;
    if (members.length < maxMembers && lentBy === undefined) this.#world.addMember(isWitness);
  }

  #newcomer(): void {
    if (this.#world.members.length < maxMembers) this.#world.addMember();
  }
}
