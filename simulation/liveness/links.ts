/**
 * 24. Once all reach each other, any two members are linked, directly or through another one, and a voter is linked
 * directly to all.
 */

import { Violation } from '../checks/violation.ts';
import { tickTime } from '../world/agenda.ts';
import type { World } from '../world/world.ts';

/** Two rounds in which devices reconsider their links, and the time for another route. */
const patienceTicks = 300;

/** @throws Violation of rule 24. */
export function assertLinks(world: World, beat: () => void): void {
  const deadline = world.agenda.now + patienceTicks * tickTime;
  for (let missing = missingLink(world); missing !== undefined; missing = missingLink(world)) {
    if (world.agenda.now > deadline) throw new Violation('24 links', missing);
    beat();
  }
}

function missingLink(world: World): string | undefined {
  const { voters = [] } = world.ledger.latestConfiguration ?? {};
  const { number } = world.generations.latest;
  // One that has stopped reconsiders nothing.
  const partners = world.running.filter(({ generation, isHalted }) => generation === number && !isHalted);
  for (const a of partners) {
    for (const b of partners) {
      if (a.id >= b.id || !world.connections.isJoined(a, b)) continue;
      if (!world.connections.isLinked(a.id, b.id)) return `${a.id} and ${b.id} are not linked`;
      const isDirect = world.connections.isDirect(a.id, b.id);
      const hasVoter = voters.includes(a.id) || voters.includes(b.id);
      if (hasVoter && !isDirect) return `${a.id} and ${b.id} are not linked directly, and one of them votes`;
    }
  }
  return undefined;
}
