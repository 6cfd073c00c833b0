/** Mistakes in the choice of voters: the board stays correct, and waits for longer than it has to. */

import type { Mutant } from '../mutant.ts';

const file = 'replica/voters/voter-policy.ts';

function one(name: string, find: string, replace: string): Mutant {
  return { name, edits: [{ file, find, replace }] };
}

export const votersMutants: readonly Mutant[] = [
  one(
    'an unreachable voter keeps its vote beside present members',
    'const lost = others.filter((voter) => isAway(members.get(voter), limits.unreachableTicks));',
    'const lost = others.filter((voter) => isAway(members.get(voter), limits.longLostTicks));',
  ),
  one(
    'a voter that signs off is expected to stay',
    '.filter((voter) => isLeaving(voter) && !longLost.includes(voter))',
    '.filter((voter) => isLeaving(voter) && longLost.includes(voter))',
  ),
  one(
    'five voters never become three as they leave',
    'const bound = before >= keptVoters ? keptVoters : 1;',
    'const bound = before >= keptVoters ? before : 1;',
  ),
  one(
    'of those that leave, the last one keeps its vote',
    '.sort((a, b) => awayTicks(b) - awayTicks(a));',
    '.sort((a, b) => awayTicks(a) - awayTicks(b));',
  ),
  one(
    'the holder of the only vote keeps it after a sleep without notice',
    'if (isPair && facts.selfLapsed && steadier !== undefined) return [steadier];',
    '',
  ),
  one(
    'a leader that signs off keeps its vote',
    'const isLeaving = (id: ReplicaId) => (id === self ? facts.selfLeaving : members.get(id)?.leaving === true);',
    'const isLeaving = (id: ReplicaId) => id !== self && members.get(id)?.leaving === true;',
  ),
  one(
    'a second witness loses its vote to nobody',
    'const ranked = [...wanted, ...matchingFirst(unwanted, (voter) => isWitness(voter) && isApart(voter))];',
    'const ranked = wanted;',
  ),
  one('the number of voters never grows', 'voters.length + 2,', 'voters.length,'),
];
