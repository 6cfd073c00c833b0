/** Pages that end in an orderly way, at any stage of their own commands: a reload, a closed window, a page that is hidden. */

import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { tickTime } from '../world/agenda.ts';
import type { World } from '../world/world.ts';

/** Runs `act` after `ticks` in the mean, unless the faults have ended. */
type Later = (random: Random, ticks: number, act: () => void) => void;

/** One page ends, or is hidden first, and then ends, crashes, or continues. */
export function strikePage(world: World, workload: Workload, random: Random, later: Later): void {
  const member = random.pick(world.running);
  if (member === undefined) return;
  const { incarnation } = member;
  const whileItRuns = (ticks: number, act: () => void): void =>
    later(random, ticks, () => {
      const isAwake = member.pausedUntil <= world.agenda.now;
      if (member.incarnation === incarnation && member.isUp && isAwake) act();
    });
  const give = (): void => {
    for (let given = random.between(0, 3); given > 0; given -= 1) workload.submit(member);
  };
  const restart = (): void =>
    later(random, random.oneOf(0, random.scale(1, 80)), () => {
      world.boot(member);
      if (!random.chance(0.3)) return;
      // A reload at once: not even the kept commands are signed.
      give();
      world.endPage(member, false);
      restart();
    });
  const end = (): void => {
    world.endPage(member, random.chance(0.4));
    restart();
  };
  // With a busy storage the others decide commands that this device has not stored.
  const isBusy = random.chance(0.5);
  if (isBusy) world.stall(member, world.agenda.now + random.exponential(random.scale(20, 100) * tickTime));
  const whenDecided = (looks: number, act: () => void): void =>
    whileItRuns(0.5, () => {
      if (looks === 0 || member.pendingCommands === 0) act();
      else whenDecided(looks - 1, act);
    });
  give();
  const atOnce = (act: () => void): void => whileItRuns(random.oneOf(0, random.scale(0.01, 3)), act);
  const wait = isBusy ? (act: () => void) => whenDecided(80, act) : atOnce;
  wait(() => {
    // These wait for the signature of the earlier ones.
    if (random.chance(0.5)) give();
    if (random.chance(0.6)) return end();
    world.trace(() => `the page of ${member.id} is hidden`);
    world.keepUnsaved(member);
    give();
    whileItRuns(random.scale(0.01, 10), () => {
      const next = random.oneOf('ends', 'crashes', 'continues');
      if (next === 'ends') return end();
      if (next === 'continues') return;
      world.crash(member);
      restart();
    });
  });
}
