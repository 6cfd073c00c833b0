import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import type { Edge } from '../arrange.ts';
import { draggedTask, dropTarget, nearerEdge, readDraggedTask, readDropTarget } from './drag.ts';

/**
 * Makes a card draggable if it is `movable`, and a drop target for other cards, above and below it.
 *
 * @param inSight false: the card is neither draggable nor a target.
 */
export function useTaskDrag(
  card: RefObject<HTMLElement | null>,
  id: string,
  { movable, inSight }: { readonly movable: boolean; readonly inSight: boolean },
): { readonly dragging: boolean; readonly edge: Edge | undefined } {
  const [dragging, setDragging] = useState(false);
  const [edge, setEdge] = useState<Edge>();
  useEffect(() => {
    const element = card.current;
    if (element === null || !inSight) return;
    const follow = (data: Record<string | symbol, unknown>): void => setEdge(readDropTarget(data)?.edge);
    return combine(
      draggable({
        element,
        canDrag: () => movable,
        getInitialData: () => draggedTask(id),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const dragged = readDraggedTask(source.data);
          return dragged !== undefined && dragged !== id;
        },
        getData: ({ input }) => dropTarget(id, nearerEdge(input.clientY, element.getBoundingClientRect())),
        onDragEnter: ({ self }) => follow(self.data),
        onDrag: ({ self }) => follow(self.data),
        onDragLeave: () => setEdge(undefined),
        onDrop: () => setEdge(undefined),
      }),
    );
  }, [card, id, movable, inSight]);
  return { dragging, edge };
}
