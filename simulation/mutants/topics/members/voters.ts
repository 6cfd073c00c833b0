/** Mistakes in the choice of voters, in the facts that it needs, and in the end of removed voters. */

import { type Mutant, oneEdit } from '../../mutant.ts';

const file = 'replica/voters/voter-policy.ts';

function one(name: string, find: string, replace: string): Mutant {
  return oneEdit(name, file, find, replace);
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
  one(
    'a witness takes a free vote beside its lender, which keeps its own as it signs off',
    'const isSpare = !isCompleted && ![...left, ...gone].some(isReplaced);',
    'const isSpare = !isCompleted;',
  ),
  one('the number of voters never grows', 'voters.length + 2,', 'voters.length,'),
  {
    name: 'the policy counts members that are linked and silent',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'member.unlinkedTicks === 0 && member.heardTicksAgo < limits.silentTicks;',
        replace: 'member.unlinkedTicks === 0;',
      },
    ],
  },
  {
    name: 'a link that has just gone down counts as up',
    edits: [
      {
        file: 'replica/members/links.ts',
        find: 'Math.max(1, this.#tick - (this.#downSince.get(peer) ?? 0))',
        replace: 'this.#tick - (this.#downSince.get(peer) ?? 0)',
      },
    ],
  },
  {
    name: 'the policy requests voters without an audible majority',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: '  if (isPossible(first)) return first.sort(byId);',
        replace: '  if (first.length > 0) return first.sort(byId);',
      },
    ],
  },
  {
    name: 'the policy removes votes without reassigning them',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'return removed > 0 ? oddAtMost(left) : left;',
        replace: 'return removed > 0 ? oddAtMost(left) : 1;',
      },
    ],
  },
  {
    name: 'the policy chooses an even number of voters',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'return count % 2 === 1 ? count : Math.max(1, count - 1);',
        replace: 'return count;',
      },
    ],
  },
  {
    name: 'the policy gives votes to members that have just connected',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: '    member.linkedTicks >= limits.settledLinkTicks &&\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a lost voter keeps its vote forever',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'const lost = others.filter((voter) => isAway(members.get(voter), limits.unreachableTicks));',
        replace: 'const lost = others.filter(() => false);',
      },
    ],
  },
  {
    name: 'the policy ignores sign-offs',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: 'leaving: this.#leaving.has(id),',
        replace: 'leaving: false,',
      },
    ],
  },
  {
    name: 'the policy ignores removals',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: 'removed: this.#removals.has(id) ||',
        replace: 'removed: false ||',
      },
    ],
  },
  {
    name: 'a sign-off reduces the number of voters',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'const least = leastVoters(voters.length, removed, longLost.length);',
        replace: 'const least = leastVoters(voters.length, removed + leaving.length, longLost.length);',
      },
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'Math.min(keptVoters, oddAtMost(present + third.length + left.length)),',
        replace: '1,',
      },
    ],
  },
  {
    name: 'five voters stay five when the remaining ones are no majority',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'count >= bound && count < size; count -= 2',
        replace: 'count > size; count -= 2',
      },
    ],
  },
  {
    name: 'a leader that signs off and keeps its vote continues to lead',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: "if (role !== 'leader' || !signsOff) return false;",
        replace: "if (role !== 'leader' || signsOff) return false;",
      },
    ],
  },
  {
    name: 'a removed voter is disconnected immediately',
    edits: [
      {
        file: 'replica/members/removals.ts',
        find: '!voters.includes(replica) || this.#tick - since >= dismissalTicks,',
        replace: 'this.#tick - since >= 0 && voters.length > 0,',
      },
    ],
  },
  {
    name: 'a removed member is never disconnected',
    edits: [
      {
        file: 'replica/members/removals.ts',
        find: '!voters.includes(replica) || this.#tick - since >= dismissalTicks,',
        replace: 'voters.length > 0 && this.#tick < since,',
      },
    ],
  },
];
