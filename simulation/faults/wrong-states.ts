/**
 * The state machine of one device goes wrong, as by a broken memory: it stops at the first comparison with a majority
 * of the voters, or its page ends first, and a restart applies the log again.
 */

import type { Random } from '../random.ts';
import type { World } from '../world/world.ts';
import type { Later } from './lending.ts';
import { canSpare } from './sparing.ts';

export function spoilState(world: World, random: Random, later: Later): void {
  // With two of them, the wrong ones may be the majority.
  if (world.present.some(({ hasDiverged }) => hasDiverged)) return;
  const member = random.pick(
    world.running.filter(
      ({ isWitness, isHalted, isRemoved, isRolledBack }) =>
        !isWitness && !isHalted && !isRemoved && !isRolledBack,
    ),
  );
  if (member === undefined || !canSpare(world, member)) return;
  const { incarnation } = member;
  world.trace(() => `fault: the state of ${member.id} goes wrong`);
  member.hasDiverged = true;
  member.registers.spoil();
  later(random, random.scale(20, 200), () => {
    if (member.incarnation !== incarnation || !member.isUp) return;
    world.crash(member);
    world.boot(member);
  });
}
