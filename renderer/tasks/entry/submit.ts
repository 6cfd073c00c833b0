/** Hands new tasks over, one after the other. */

import { atOnce } from '../../ui/at-once.ts';
import type { NewTask } from './entry.ts';

/**
 * Once one is refused at once, the next ones would be for the same reason: they are not handed over.
 *
 * @param add resolves to whether the task is on the board, and stays open as long as nobody knows.
 * @param refused is called with what has to be typed again, also when that is known only later.
 * @returns those that were taken.
 */
export async function submitTasks(
  tasks: readonly NewTask[],
  add: (task: NewTask) => Promise<boolean>,
  refused: (tasks: readonly NewTask[]) => void,
): Promise<readonly NewTask[]> {
  for (const [at, task] of tasks.entries()) {
    const adding = add(task);
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
