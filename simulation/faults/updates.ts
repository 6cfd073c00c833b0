/**
 * Devices get the next version of the program one after the other, and some go back to the older one, which cannot open
 * their database then. The versions do not link: each is a partition until all have the newer one.
 */

import type { Random } from '../random.ts';
import { newerBuild, olderBuild } from '../world/builds.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import type { Later } from './lending.ts';

export function strikeUpdate(world: World, random: Random, later: Later): void {
  const member = random.pick(
    world.present.filter(({ isHalted, isRemoved, isRolledBack }) => !isHalted && !isRemoved && !isRolledBack),
  );
  if (member === undefined) return;
  const goesBack = member.build === newerBuild;
  if (goesBack && random.chance(0.5)) return;
  install(world, member, goesBack ? olderBuild : newerBuild, random);
  later(random, random.scale(0.5, 30), () => world.boot(member));
  if (!goesBack) return;
  later(random, random.scale(20, 150), () => {
    if (member.isUp || member.isGone) return;
    install(world, member, newerBuild, random);
    world.boot(member);
  });
}

/** The page of `member` ends, and its next one is of the other version. */
function install(world: World, member: Member, build: number, random: Random): void {
  world.endPage(member, random.chance(0.4));
  world.trace(() => `${member.id} gets the version with protocol ${build}`);
  member.build = build;
  world.newcomersBuild = build;
}

/** All get the newer version. */
export function updateAll(world: World, random: Random): void {
  if (world.plan.rates.updates === undefined) return;
  world.newcomersBuild = newerBuild;
  for (const member of world.present)
    if (member.build !== newerBuild) install(world, member, newerBuild, random);
}
