/** Mistakes in a witness: it does more than vote, removes too much or too little, or votes beside the wrong members. */

import type { Mutant } from '../mutant.ts';

function one(name: string, file: string, find: string, replace: string): Mutant {
  return { name, edits: [{ file, find, replace }] };
}

export const witnessMutants: readonly Mutant[] = [
  one(
    'a witness stands for election',
    'paxos/core/core.ts',
    'const fit = isFit && !isWitness;',
    'const fit = isFit || isWitness;',
  ),
  one(
    'a leader hands over to a witness',
    'paxos/election/handover.ts',
    'fullVoters(configuration);',
    'configuration.voters;',
  ),
  one(
    'a witness recovers a board',
    'paxos/membership/recovery.ts',
    'if (current === undefined || isWitness)',
    'if (current === undefined)',
  ),
  one(
    'a witness removes everything decided',
    'paxos/witness/trimming.ts',
    'const kept = this.#kept.through(configuration);',
    'const kept = decidedThrough;',
  ),
  one('a witness removes what one voter holds', 'paxos/witness/kept.ts', 'Math.min(...', 'Math.max(...'),
  one(
    'a voter reports as stored what it has only decided',
    'paxos/election/heartbeats.ts',
    'const progress = { decidedThrough, storedThrough };',
    'const progress = { decidedThrough, storedThrough: storedThrough && decidedThrough };',
  ),
  one(
    'a voter reports as stored what a power cut takes back',
    'paxos/core/context.ts',
    'if (change.isHint !== true) this.#storing',
    'this.#storing',
  ),
  one(
    'the votes of a witness are dropped like those of a viewer',
    'replica/device.ts',
    'if (standing?.witness === true) {',
    "if (standing?.witness === true && standing.access === 'edit') {",
  ),
  one(
    'a witness does not complete two members',
    'replica/voters/voter-policy.ts',
    'const third = isCompleted ? [witness] : [];',
    'const third: ReplicaId[] = [];',
  ),
  one(
    'a visitor replaces a witness',
    'replica/voters/voter-policy.ts',
    'votingWitness === undefined ? 0 : limits.unreachableTicks;',
    '0 * limits.unreachableTicks;',
  ),
  one(
    'a witness keeps its vote beside three members',
    'replica/voters/voter-policy.ts',
    'votingWitness === undefined ? 0 : limits.unreachableTicks;',
    'votingWitness === undefined ? 0 : Number.POSITIVE_INFINITY;',
  ),
];
