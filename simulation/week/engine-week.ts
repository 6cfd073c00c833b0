/**
 * The same week with the real engine, loop and policy, over the simulated network and disks, with all checks on.
 *
 * An hour passes in {@link ticksPerHour} ticks, and nights and weekends are left out, so that a week fits into a
 * minute. The timeouts of the policy are those of the product, except that a voter is missed sooner.
 */

import { assertLinearizable } from '../histories/check-history.ts';
import { bodyOf } from '../histories/operation.ts';
import { calmPlan } from '../scenarios/stage/mesh.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import { World } from '../world/world.ts';
import { day, hour, nightSeconds, type Stay, type Week } from './calendar.ts';

const ticksPerHour = 600;

/** The hours that are played of each day. */
const morning = 6;
const evening = 23;

/** Ticks between two commands of a person. */
const sampleEvery = 100;

/** Ticks within which a command settles, if it does at once: some elections long. */
const settlingTicks = 60;

/** Ticks that a closing device waits for the others to take over, at most. */
const leavingTicks = 10;

/** Ticks that links, votes and leaders take to settle. */
const restTicks = 200;

export interface EngineWeek {
  readonly samples: number;
  /** Samples that did not settle at once. */
  readonly waiting: number;
  readonly events: number;
}

/** @param hasWitness a computer at the office that is always on lends the board its vote. @throws Violation */
export function playEngineWeek(week: Week, seed: number, hasWitness = false): EngineWeek {
  const members = hasWitness ? week.people + 1 : week.people;
  const plan = { ...calmPlan(seed, members), policy: { unreachableTicks: 60 }, hasWitness };
  const world = new World(plan);
  const run = (until: number): void => {
    world.agenda.at(until, () => undefined);
    while (world.agenda.now < until) world.agenda.step();
  };
  for (let made = 0; made < week.people; made += 1) world.addMember();
  if (hasWitness) world.addMember(true);
  run(restTicks * tickTime);
  for (const member of world.members) if (!member.isWitness) leave(world, member, run);

  const begin = world.agenda.now;
  const at = (seconds: number): number => begin + tickOf(seconds) * tickTime;
  const apart: Apart = new Set();
  for (const [index, stay] of week.stays.entries()) {
    const next = week.stays.find(({ device }, later) => later > index && device === stay.device);
    const sleeps = next !== undefined && next.from - stay.to < nightSeconds;
    planStay(world, apart, stay, at, sleeps ? next.from : undefined);
  }
  const result = { samples: 0, waiting: 0 };
  for (const { device, from, to } of week.work) {
    for (let time = at(from) + sampleEvery * tickTime; time < at(to); time += sampleEvery * tickTime) {
      world.agenda.at(time, () => sample(world, memberOf(world, device), result));
    }
  }
  run(at(5 * day) + restTicks * tickTime);

  // On Saturday all meet, and everything settles.
  world.connections.heal();
  for (const member of world.members) world.boot(member);
  run(world.agenda.now + 2 * restTicks * tickTime);
  for (const member of world.members) {
    if (member.pendingCommands > 0) throw new RangeError(`${member.id} still waits when all have met`);
  }
  for (const { history } of world.generations.all) assertLinearizable(history);
  return { ...result, events: world.events };
}

function leave(world: World, member: Member, run: (until: number) => void): void {
  world.signOff(member);
  run(world.agenda.now + leavingTicks * tickTime);
  world.crash(member);
  run(world.agenda.now + leavingTicks * tickTime);
}

/** The members that reach no other one: at home, or asleep. */
type Apart = Set<Member>;

function planStay(
  world: World,
  apart: Apart,
  stay: Stay,
  at: (seconds: number) => number,
  wakesAt?: number,
): void {
  const { device, from, to, place, end } = stay;
  const member = memberOf(world, device);
  world.agenda.at(at(from), () => {
    if (place === 'home') apart.add(member);
    else apart.delete(member);
    connect(world, apart, member);
    world.boot(member);
  });
  if (end === 'polite') world.agenda.at(at(to) - leavingTicks * tickTime, () => world.signOff(member));
  world.agenda.at(at(to), () => {
    if (end !== 'sudden' || wakesAt === undefined) return world.crash(member);
    apart.add(member);
    connect(world, apart, member);
    world.pause(member, at(wakesAt));
  });
}

/** A pair is cut once: the links count their cuts. */
function connect({ connections, members }: World, apart: Apart, member: Member): void {
  for (const other of members) {
    if (other === member) continue;
    const isCut = connections.links.isCut(member.id, other.id);
    const isApart = apart.has(member) || apart.has(other);
    if (isApart && !isCut) connections.cut(member, other);
    if (!isApart && isCut) connections.join(member, other);
  }
}

function sample(world: World, member: Member, result: { samples: number; waiting: number }): void {
  if (!member.isUp) return;
  world.command(member, bodyOf({ type: 'write', key: 'k', value: String(result.samples) }));
  const { incarnation } = member;
  world.agenda.after(settlingTicks * tickTime, () => {
    if (!member.isUp || member.incarnation !== incarnation) return;
    result.samples += 1;
    if (member.pendingCommands > 0) result.waiting += 1;
  });
}

function memberOf(world: World, device: number): Member {
  const member = world.members[device];
  if (member === undefined) throw new RangeError(`there is no device ${device}`);
  return member;
}

/** Ticks since the beginning of the week. */
function tickOf(seconds: number): number {
  const today = Math.floor(seconds / day);
  const hours = Math.min(evening, Math.max(morning, (seconds - today * day) / hour)) - morning;
  return Math.round((today * (evening - morning) + hours) * ticksPerHour);
}
