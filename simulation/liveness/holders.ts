/** Whether some members hold everything that the board has decided, witnesses included. */

import { nextSlot, slot as slotAt } from '#shared/paxos/model/ids.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';

/** According to their disks: a full member knows the log up to a slot, and each later slot is on some disk. */
export function holdTheBoard(world: World, members: readonly Member[]): boolean {
  const full = members.filter(({ isWitness }) => !isWitness);
  const known = Math.max(0, ...full.map(({ disk }) => disk.surelyDecidedThrough));
  if (full.length === 0) return false;
  for (let slot = nextSlot(slotAt(known)); slot <= world.ledger.chosenThrough; slot = nextSlot(slot)) {
    if (!members.some(({ disk }) => disk.get(slot) !== undefined)) return false;
  }
  return members.every(({ isWitness, disk }) => !isWitness || disk.compactedThrough <= known);
}
