/**
 * After the faults, an evening and a morning: the devices leave one after the other, with or without time to hand over
 * their votes, and only a majority of the resulting voters returns. These devices must make progress.
 */

import { Violation } from '../checks/violation.ts';
import type { Random } from '../random.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';

/** The probability that a run ends with an evening, if the policy chooses the voters. */
const eveningProbability = 0.5;

interface Morning {
  /** The fewest of `members` that form a majority of every configuration that may be in force. */
  needed(members: readonly Member[]): readonly Member[];
  /** Each of `members` submits a command; all settle within the bound. */
  settle(members: readonly Member[]): boolean;
}

/** @throws Violation of rule 11. */
export function runEvening(
  world: World,
  random: Random,
  slowest: number,
  beat: () => void,
  { needed, settle }: Morning,
): void {
  if (!random.chance(eveningProbability)) return;
  const pass = (ticks: number): void => {
    const end = world.agenda.now + ticks * slowest;
    world.agenda.at(end, () => undefined);
    while (world.agenda.now < end) beat();
  };
  const { latest } = world.generations;
  const partners = world.running.filter(
    ({ generation, isHalted }) => generation === latest.number && !isHalted,
  );
  // Members of earlier generations no longer participate.
  for (const member of world.running) if (!partners.includes(member)) world.crash(member);
  for (const member of partners) world.runOn(member, (device) => device.stay());
  pass(random.between(0, 60));
  const isHasty = random.chance(0.5);
  for (const member of random.some(partners, partners.length)) {
    world.trace(() => `${member.id} signs off for the night`);
    world.signOff(member);
    pass(isHasty ? random.scale(0.1, 10) : 40);
    world.crash(member);
    pass(random.chance(0.3) ? 0 : random.between(1, 60));
  }
  const early = needed(partners);
  world.trace(() => `in the morning ${early.map(({ id }) => id).join()} are there`);
  for (const member of early) {
    world.boot(member);
    pass(random.between(0, 20));
  }
  if (!settle(early)) {
    const names = early.map(({ id, device }) => {
      const { role, decidedThrough, configuration } = device?.status() ?? {};
      return `${id} ${role}, decided ${decidedThrough}, knows voters ${configuration?.voters.join()}`;
    });
    const voters = world.ledger.latestConfiguration?.voters.join();
    throw new Violation('11 morning', `${voters} vote, and nothing settles: ${names.join('; ')}`);
  }
  world.trace(() => `the morning settles after ${(world.agenda.now / tickTime).toFixed(0)} ticks`);
}
