import { replicaId, slot } from '../../paxos/model/ids.ts';
import { chooseVoters, type MemberFacts } from '../voters/voter-policy.ts';

export const now = slot(100);

/** A member that has been linked for long and is up to date. */
export function there(id: string, change: Partial<MemberFacts> = {}): MemberFacts {
  return {
    id: replicaId(id),
    linkedTicks: 10_000,
    unlinkedTicks: 0,
    heardTicksAgo: 1,
    decidedThrough: now,
    leaving: false,
    removed: false,
    witness: false,
    ...change,
  };
}

/** A witness that has been linked for long. */
export function witness(id: string, change: Partial<MemberFacts> = {}): MemberFacts {
  return there(id, { witness: true, ...change });
}

export function away(id: string, unlinkedTicks: number): MemberFacts {
  return there(id, { linkedTicks: 0, unlinkedTicks, heardTicksAgo: 0, decidedThrough: slot(0) });
}

/** The voters that the leader `a` chooses. */
export function chosen(voters: string, ...members: MemberFacts[]): string | undefined {
  return choiceOf(voters, members, false);
}

/** As {@link chosen}, for a leader that is about to leave. */
export function chosenWithout(voters: string, ...members: MemberFacts[]): string | undefined {
  return choiceOf(voters, members, true);
}

/** As {@link chosen}, for a leader that has slept without signing off. */
export function chosenAfterSleep(voters: string, ...members: MemberFacts[]): string | undefined {
  return choiceOf(voters, members, false, true);
}

function choiceOf(
  voters: string,
  members: MemberFacts[],
  selfLeaving: boolean,
  selfLapsed = false,
): string | undefined {
  return chooseVoters({
    self: replicaId('a'),
    selfLeaving,
    selfRemoved: false,
    selfLapsed,
    voters: [...voters].map(replicaId),
    decidedThrough: now,
    members,
  })?.join('');
}
