/** What became of a change of this device that was settled elsewhere, and came here within a snapshot. */

import type { Board } from '#shared/board/board.ts';
import type { Outcome } from '#shared/board/commands.ts';
import { applied, refused } from '#shared/board/outcome.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from './pending.ts';

/**
 * A snapshot has the outcome of each device's last command only. Of an earlier claim or creation the board itself
 * tells what came of it, as far as a person cares. Any other change counts as applied: it was agreed on, and
 * whether it was refused is known to nobody any more.
 */
export function coveredOutcome(
  { sequence, command }: PendingChange,
  board: Pick<Board, 'lastOutcome' | 'task'>,
  me: ReplicaId,
): Outcome {
  const last = board.lastOutcome(me);
  if (last?.sequence === sequence) return last.outcome;
  if (command.type !== 'task/claim' && command.type !== 'task/create') return applied;
  const task = board.task(command.id);
  if (task === undefined) return refused('no-such-task');
  if (command.type === 'task/create') return { status: 'applied', number: task.number };
  if (task.claimedBy === me) return applied;
  if (task.completedBy !== undefined) return refused('already-done', task.completedBy);
  return task.claimedBy === undefined ? applied : refused('already-claimed', task.claimedBy);
}
