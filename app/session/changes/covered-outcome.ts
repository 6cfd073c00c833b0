/** The outcome of a change of this device that others settled, and that arrived within a snapshot. */

import type { Board } from '#shared/board/board.ts';
import type { Outcome } from '#shared/board/commands.ts';
import { applied, refused } from '#shared/board/outcome.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from './pending.ts';

/**
 * A snapshot has only the outcome of each device's last command. The outcome of an earlier claim or creation follows from the
 * board, as far as it matters to a person. Any other change counts as applied: it was agreed on, and no device knows any more
 * whether it was refused.
 */
export function coveredOutcome(
  { sequence, command }: PendingChange,
  board: Pick<Board, 'lastOutcome' | 'task' | 'personOf'>,
  me: ReplicaId,
): Outcome {
  const last = board.lastOutcome(me);
  if (last?.sequence === sequence) return last.outcome;
  if (command.type !== 'task/claim' && command.type !== 'task/create') return applied;
  const task = board.task(command.id);
  if (task === undefined) return refused('no-such-task');
  if (command.type === 'task/create') return { status: 'applied', number: task.number };
  const { claimedBy } = task;
  if (claimedBy !== undefined && board.personOf(claimedBy) === board.personOf(me)) return applied;
  if (task.completedBy !== undefined) return refused('already-done', task.completedBy);
  return claimedBy === undefined ? applied : refused('already-claimed', claimedBy);
}
