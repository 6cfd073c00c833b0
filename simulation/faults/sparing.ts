/** Whether the board survives the permanent loss of a member: no fault may take a majority for good. */

import { holdTheBoard } from '../liveness/holders.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';

export function canSpare(world: World, member: Member): boolean {
  const lost = world.members.filter(
    ({ isGone, isRemoved, isRolledBack }) => isGone || isRemoved || isRolledBack,
  );
  const gone = new Set(lost.map(({ id }) => id)).add(member.id);
  const { ledger } = world;
  const possible = [...ledger.possibleConfigurations(), ...ledger.invitations()];
  const left = world.present.filter(({ id }) => !gone.has(id));
  if (possible.some(({ witnesses }) => witnesses !== undefined) && !holdTheBoard(world, left)) return false;
  return (
    possible.length > 0 &&
    possible.every(({ voters }) => voters.filter((voter) => !gone.has(voter)).length * 2 > voters.length)
  );
}
