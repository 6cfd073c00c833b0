/**
 * A board without its engine: the voters, which devices know them, and the production policy, evaluated by the leader
 * as the app does. A change settles at once wherever a majority of the voters is together; a week passes in
 * milliseconds.
 *
 * Links, elections and handovers take no time here. `engine-week.ts` plays some weeks with the real engine.
 */

import { type ReplicaId, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { tickMilliseconds } from '#shared/replica/tick-length.ts';
import { chooseVoters, type MemberFacts, type VoterFacts } from '#shared/replica/voters/voter-policy.ts';
import { Violation } from '../checks/violation.ts';
import type { Place } from './calendar.ts';

const ticksPerSecond = 1_000 / tickMilliseconds;

/** The person who lent the vote has closed the board on that computer. */
const lender = replicaId('lender');

export type ChooseVoters = (facts: VoterFacts) => readonly ReplicaId[] | undefined;

export interface WeekOptions {
  readonly choose?: ChooseVoters | undefined;
  /** A computer at the office that is always on lends the board its vote. */
  readonly hasWitness?: boolean;
}

interface Device {
  readonly number: number;
  readonly id: ReplicaId;
  /** A computer that is always on and lends its vote. Its person takes no part. */
  readonly isWitness: boolean;
  /** Absent while it is down or asleep. */
  place: Place | undefined;
  /** The start of its process: it remembers nothing from before. */
  startedAt: number;
  /** Since when it is linked to each device that it reaches. */
  readonly linkedSince: Map<Device, number>;
  readonly unlinkedSince: Map<Device, number>;
  /** The members that signed off while it heard them. */
  readonly leaving: Set<Device>;
  signsOff: boolean;
  /** It has slept without signing off since it got its vote. */
  hasLapsed: boolean;
  /** The index of the latest voters that it knows. */
  knows: number;
}

export class WeekBoard {
  readonly #devices: readonly Device[];
  readonly #configurations: (readonly ReplicaId[])[];
  readonly #choose: ChooseVoters;
  #leader: Device | undefined;
  #office: readonly Device[] = [];
  #now = 0;

  /** Every device knows the board; the first one founded it. @param hasWitness as device number `count`. */
  constructor(count: number, { choose = chooseVoters, hasWitness = false }: WeekOptions = {}) {
    this.#choose = choose;
    this.#devices = Array.from({ length: hasWitness ? count + 1 : count }, (_, number) => ({
      number,
      // Of equal length, so that their order is that of the numbers.
      id: replicaId(`d${String(number).padStart(2, '0')}`),
      isWitness: number === count,
      place: undefined,
      startedAt: 0,
      linkedSince: new Map(),
      unlinkedSince: new Map(),
      leaving: new Set(),
      signsOff: false,
      hasLapsed: false,
      knows: 0,
    }));
    this.#configurations = [this.#devices.slice(0, 1).map(({ id }) => id)];
  }

  /** The voters in force. */
  get voters(): readonly number[] {
    return (this.#configurations.at(-1) ?? []).map((id) => this.#devices.findIndex((one) => one.id === id));
  }

  get changes(): number {
    return this.#configurations.length - 1;
  }

  /** Moves the clock. Seconds. */
  at(now: number): void {
    this.#now = now;
  }

  /**
   * The process of `number` runs from now on, at `place`; `isNew` after a crash or a closed app, and not after sleep.
   */
  start(number: number, place: Place, isNew: boolean): void {
    const device = this.#device(number);
    if (isNew) {
      device.startedAt = this.#now;
      device.unlinkedSince.clear();
      device.leaving.clear();
      device.hasLapsed = false;
    } else if (!device.signsOff) device.hasLapsed = true;
    device.place = place;
    device.signsOff = false;
    this.#office = this.#devices.filter((one) => one.place === 'office');
    for (const other of this.#group(device)) {
      if (other === device) continue;
      for (const [a, b] of [
        [device, other],
        [other, device],
      ] as const) {
        a.linkedSince.set(b, this.#now);
        a.unlinkedSince.delete(b);
        a.leaving.delete(b);
      }
    }
    this.#learn(device);
  }

  /** `number` signs off, and the leader evaluates that at once. */
  signOff(number: number): void {
    const device = this.#device(number);
    device.signsOff = true;
    for (const other of this.#group(device)) other.leaving.add(device);
    this.#evaluate(device);
  }

  stop(number: number): void {
    const device = this.#device(number);
    for (const other of this.#group(device)) {
      if (other === device) continue;
      other.linkedSince.delete(device);
      other.unlinkedSince.set(device, this.#now);
      device.unlinkedSince.set(other, this.#now);
    }
    device.linkedSince.clear();
    device.place = undefined;
    this.#office = this.#devices.filter((one) => one.place === 'office');
  }

  /** Each group's leader evaluates the policy once. @throws Violation if two groups settle changes. */
  evaluate(): void {
    let settling: Device | undefined;
    for (const device of this.#devices) {
      if (device.place === undefined || !this.#isFirst(device) || !this.#settles(device)) continue;
      if (settling !== undefined)
        throw new Violation('1 agreement', `${settling.id} and ${device.id} settle changes apart`);
      settling = device;
      this.#evaluate(device);
    }
  }

  /** Whether a change of `number` settles now. */
  settles(number: number): boolean {
    const device = this.#device(number);
    return device.place !== undefined && this.#settles(device);
  }

  /** The number of people's devices that `number` reaches, with itself; 0 while it does not run. */
  reach(number: number): number {
    const device = this.#device(number);
    return device.place === undefined ? 0 : this.#group(device).filter(({ isWitness }) => !isWitness).length;
  }

  /** Whether `number` reaches the lent vote. */
  reachesWitness(number: number): boolean {
    return this.#group(this.#device(number)).some(({ isWitness }) => isWitness);
  }

  #settles(device: Device): boolean {
    const group = this.#group(device);
    let known = 0;
    for (const { knows } of group) if (knows > known) known = knows;
    const voters = this.#configurations[known] ?? [];
    let present = 0;
    for (const { id } of group) if (voters.includes(id)) present += 1;
    if (present * 2 <= voters.length) return false;
    if (known !== this.#configurations.length - 1)
      throw new Violation('1 agreement', `${device.id} settles changes among earlier voters`);
    return true;
  }

  #evaluate(device: Device): void {
    if (!this.#settles(device)) return;
    const group = this.#group(device);
    const leader = this.#leaderOf(device, group);
    const voters = this.#configurations.at(-1) ?? [];
    const chosen = this.#choose(this.#factsOf(leader, group, voters));
    if (chosen === undefined) return;
    // The engine refuses anything else (`shared/paxos/membership`).
    const holders = group.filter(({ id }) => chosen.includes(id)).length;
    const witnesses = this.#devices.filter(({ id, isWitness }) => isWitness && chosen.includes(id)).length;
    if (holders * 2 <= chosen.length || witnesses * 2 >= chosen.length) return;
    this.#configurations.push(chosen);
    for (const member of group) {
      member.knows = this.#configurations.length - 1;
      if (!chosen.includes(member.id)) member.hasLapsed = false;
    }
  }

  /** The leader stays while it runs and votes; otherwise the voter that has run longest takes over. */
  #leaderOf(device: Device, group: readonly Device[]): Device {
    const voters = this.#configurations.at(-1) ?? [];
    const able = group.filter(({ id, isWitness }) => !isWitness && voters.includes(id));
    if (this.#leader !== undefined && able.includes(this.#leader)) return this.#leader;
    const willing = able.filter(({ signsOff }) => !signsOff);
    const [next] = (willing.length > 0 ? willing : able).toSorted(
      (a, b) => a.startedAt - b.startedAt || a.number - b.number,
    );
    this.#leader = next ?? device;
    return this.#leader;
  }

  #factsOf(leader: Device, group: readonly Device[], voters: readonly ReplicaId[]): VoterFacts {
    const members = this.#devices
      .filter((one) => one !== leader && (group.includes(one) || voters.includes(one.id)))
      .map((one): MemberFacts => {
        const linked = leader.linkedSince.get(one);
        const unlinked = leader.unlinkedSince.get(one) ?? leader.startedAt;
        return {
          id: one.id,
          linkedTicks: linked === undefined ? 0 : (this.#now - linked) * ticksPerSecond,
          unlinkedTicks: linked === undefined ? Math.max(1, (this.#now - unlinked) * ticksPerSecond) : 0,
          heardTicksAgo: 1,
          decidedThrough: slot(1),
          leaving: leader.leaving.has(one),
          removed: false,
          witness: one.isWitness,
          ...(one.isWitness ? { lender } : {}),
        };
      });
    return {
      self: leader.id,
      selfLeaving: leader.signsOff,
      selfRemoved: false,
      selfLapsed: leader.hasLapsed,
      voters,
      decidedThrough: slot(1),
      members,
    };
  }

  /** Everybody in a group learns what one of them knows. */
  #learn(device: Device): void {
    const group = this.#group(device);
    const known = Math.max(...group.map(({ knows }) => knows));
    for (const member of group) member.knows = known;
  }

  #group(device: Device): readonly Device[] {
    return device.place === 'office' ? this.#office : [device];
  }

  #isFirst(device: Device): boolean {
    return this.#group(device)[0] === device;
  }

  #device(number: number): Device {
    const device = this.#devices[number];
    if (device === undefined) throw new RangeError(`there is no device ${number}`);
    return device;
  }
}
