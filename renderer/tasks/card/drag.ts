/** The data of dragged cards and of drop targets, written and read in one place. */

import type { ColumnId } from '#shared/board/task/model.ts';
import type { Edge } from '../arrange.ts';

type DragData = Record<string | symbol, unknown>;

const taskKey = Symbol('dragged task');
const targetKey = Symbol('card under the dragged one');
const edgeKey = Symbol('edge of that card');
const columnKey = Symbol('column under the dragged card');

export function draggedTask(id: string): DragData {
  return { [taskKey]: id };
}

export function readDraggedTask(data: DragData): string | undefined {
  const id = data[taskKey];
  return typeof id === 'string' ? id : undefined;
}

export function dropTarget(task: string, edge: Edge): DragData {
  return { [targetKey]: task, [edgeKey]: edge };
}

export function readDropTarget(data: DragData): { readonly task: string; readonly edge: Edge } | undefined {
  const task = data[targetKey];
  if (typeof task !== 'string') return undefined;
  return { task, edge: data[edgeKey] === 'above' ? 'above' : 'below' };
}

export function dropColumn(column: ColumnId): DragData {
  return { [columnKey]: column };
}

export function readDropColumn(data: DragData): ColumnId | undefined {
  const column = data[columnKey];
  return typeof column === 'string' ? column : undefined;
}

/** The nearer edge of a card, by the pointer's height. */
export function nearerEdge(pointerY: number, card: { readonly top: number; readonly bottom: number }): Edge {
  return pointerY < (card.top + card.bottom) / 2 ? 'above' : 'below';
}
