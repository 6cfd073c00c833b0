/** Submits new tasks, one after the other. */

import { atOnce } from '../../ui/at-once.ts';
import type { NewTask } from './entry.ts';

/**
 * After an immediate refusal the next ones would be refused for the same reason: they are not submitted.
 *
 * @param add resolves to whether the task is on the board; pending until that is decided. `together` is the same object for all
 *   of them: they are one step of undo.
 * @param refused is called with each text to type again, also for a later refusal.
 * @returns the accepted ones.
 */
export async function submitTasks(
  tasks: readonly NewTask[],
  add: (task: NewTask, together: object) => Promise<boolean>,
  refused: (tasks: readonly NewTask[]) => void,
): Promise<readonly NewTask[]> {
  const together = {};
  for (const [at, task] of tasks.entries()) {
    const adding = add(task, together);
    if ((await atOnce(adding)) === false) {
      refused(tasks.slice(at));
      return tasks.slice(0, at);
    }
    void adding.then((isOnBoard) => {
      if (!isOnBoard) refused([task]);
    });
  }
  return tasks;
}
