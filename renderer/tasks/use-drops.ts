import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef } from 'react';
import type { SessionView, TaskView } from '#app/session/view/view.ts';
import { findTask, type Place, placeAt, placeAtEnd } from './arrange.ts';
import { readDraggedTask, readDropColumn, readDropTarget } from './card/drag.ts';

/** Moves a dropped card. */
export function useDrops(
  tasks: SessionView['tasks'],
  move: (task: TaskView, place: Place | undefined) => void,
): void {
  const latest = useRef({ tasks, move });
  useEffect(() => {
    latest.current = { tasks, move };
  });
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => readDraggedTask(source.data) !== undefined,
        onDrop({ source, location }) {
          const { tasks } = latest.current;
          const id = readDraggedTask(source.data);
          const task = id === undefined ? undefined : findTask(tasks, id);
          if (task === undefined) return;
          for (const target of location.current.dropTargets) {
            const card = readDropTarget(target.data);
            if (card !== undefined) {
              latest.current.move(task, placeAt(tasks, task.id, card.task, card.edge));
              return;
            }
            const column = readDropColumn(target.data);
            if (column !== undefined) {
              latest.current.move(task, placeAtEnd(tasks, task.id, column));
              return;
            }
          }
        },
      }),
    [],
  );
}
