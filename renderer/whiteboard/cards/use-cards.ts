import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { TaskView } from '#app/session/view/view.ts';
import type { Column } from '#shared/board/task/model.ts';

export interface CardOnBoard {
  readonly task: TaskView;
  readonly column: Column;
}

/**
 * The cards by their ids, kept up to date. A card in the archive or the trash is not among them, so its ties are not shown
 * until it returns.
 */
export function useCards(session: BoardSession): ReadonlyMap<string, CardOnBoard> {
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  const tasks = useSyncExternalStore(subscribe, () => session.view().tasks);
  const columns = useSyncExternalStore(subscribe, () => session.view().columns);
  return useMemo(() => {
    const cards = new Map<string, CardOnBoard>();
    for (const column of columns) {
      for (const task of tasks[column.id] ?? []) cards.set(task.id, { task, column });
    }
    return cards;
  }, [tasks, columns]);
}
