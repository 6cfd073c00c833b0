/** The shown part of the task list: people's names, and the cards of each column after filter and order. */

import { useMemo } from 'react';
import type { SessionView, TaskView } from '#app/session/view/view.ts';
import type { Column } from '#shared/board/task/model.ts';
import type { TaskColumns } from './arrange.ts';
import { type Order, sorted } from './bar/search.ts';
import { tasks as texts } from './texts.ts';

export function useNames({ people, removed }: Pick<SessionView, 'people' | 'removed'>) {
  const nameOf = useMemo(() => {
    const everyone = [...people, ...removed];
    const names = new Map<string, string>(everyone.map((person) => [person.id, person.name]));
    return (id: string) => names.get(id) ?? texts.nobody;
  }, [people, removed]);
  const colourOf = useMemo(() => {
    const colours = new Map<string, number>(people.map((person) => [person.id, person.colour]));
    return (id: string) => colours.get(id) ?? 0;
  }, [people]);
  return { nameOf, colourOf };
}

export type ShownTasks = { readonly [column: string]: readonly TaskView[] };

export function useShown(
  tasks: TaskColumns,
  columns: readonly Column[],
  isShown: (task: TaskView) => boolean,
  order: Order,
): ShownTasks {
  return useMemo(() => {
    const shown = new Map<string, readonly TaskView[]>();
    for (const { id } of columns) shown.set(id, sorted((tasks[id] ?? []).filter(isShown), order));
    return Object.fromEntries(shown);
  }, [tasks, columns, isShown, order]);
}

export function idsOf(shown: ShownTasks): { readonly [column: string]: readonly string[] } {
  return Object.fromEntries(
    Object.entries(shown).map(([column, tasks]) => [column, tasks.map(({ id }) => id)]),
  );
}
