/**
 * Dynamic voting, as a comparison: the devices that are present have the votes, and nobody else as soon as it has been
 * away for a minute or has signed off (Jajodia & Mutchler, "Dynamic Voting Algorithms for Maintaining the Consistency of
 * a Replicated Database", ACM TODS 1990).
 */

import {
  defaultPolicyLimits,
  type MemberFacts,
  unreachableTicks,
  type VoterFacts,
} from '#shared/replica/voters/voter-policy.ts';
import type { ChooseVoters } from './board.ts';

export const dynamicVoting: ChooseVoters = ({ self, selfLeaving, voters, members }: VoterFacts) => {
  const hasVote = (member: MemberFacts) =>
    !member.leaving && (isPresent(member) || (voters.includes(member.id) && isAwayBriefly(member)));
  const others = members.filter(hasVote).map(({ id }) => id);
  const chosen = selfLeaving ? others : [self, ...others];
  const isSame = chosen.length === voters.length && chosen.every((id) => voters.includes(id));
  // The last device keeps the vote.
  return chosen.length === 0 || isSame ? undefined : chosen.sort();
};

function isPresent({ unlinkedTicks, linkedTicks }: MemberFacts): boolean {
  return unlinkedTicks === 0 && linkedTicks >= defaultPolicyLimits.settledLinkTicks;
}

function isAwayBriefly({ unlinkedTicks }: MemberFacts): boolean {
  return unlinkedTicks < unreachableTicks;
}
