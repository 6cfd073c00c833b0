/**
 * A second window of one device opens the board's database, and fences the first one, which does not know it yet: it
 * still has the links, answers, and submits. It ends when its storage refuses a write, or when a person closes it.
 */

import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import type { World } from '../world/world.ts';
import type { Later } from './lending.ts';

export function openSecondWindow(world: World, workload: Workload, random: Random, later: Later): void {
  const { latest } = world.generations;
  const member = random.pick(
    world.running.filter(
      ({ isWitness, isHalted, isRemoved, isRolledBack, generation, disk, pausedUntil, stalledUntil }) =>
        !isWitness &&
        !isHalted &&
        !isRemoved &&
        !isRolledBack &&
        !disk.isEmpty &&
        generation === latest.number &&
        Math.max(pausedUntil, stalledUntil) <= world.agenda.now,
    ),
  );
  if (member === undefined) return;
  // Some are not stored, or not signed, when the other window opens.
  for (let given = random.between(0, 3); given > 0; given -= 1) workload.submit(member);
  world.openAnotherWindow(member, random);
  const { earlier, incarnation } = member;
  later(random, random.scale(1, 80), () => {
    if (member.earlier !== earlier || !member.isUp) return;
    if (random.chance(0.5)) return world.earlierWindows.end(member, random.chance(0.7));
    // The later one is hidden first, with commands that its disk lacks, and the browser ends it without notice.
    for (let given = random.between(0, 3); given > 0; given -= 1) workload.submit(member);
    world.keepUnsaved(member);
    world.earlierWindows.end(member, true);
    later(random, random.scale(0.05, 5), () => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      world.crash(member);
      later(random, random.scale(1, 40), () => world.boot(member));
    });
  });
}
