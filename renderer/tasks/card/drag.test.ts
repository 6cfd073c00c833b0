import { expect, it } from 'vitest';
import {
  draggedTask,
  dropColumn,
  dropTarget,
  nearerEdge,
  readDraggedTask,
  readDropColumn,
  readDropTarget,
} from './drag.ts';

it('reads its own data, and no other', () => {
  expect(readDraggedTask(draggedTask('t'))).toBe('t');
  expect(readDropTarget(dropTarget('t', 'above'))).toEqual({ task: 't', edge: 'above' });
  expect(readDropTarget(dropTarget('t', 'below'))).toEqual({ task: 't', edge: 'below' });
  expect(readDropColumn(dropColumn('doing'))).toBe('doing');
  expect(readDraggedTask({ id: 't' })).toBeUndefined();
  expect(readDropTarget(draggedTask('t'))).toBeUndefined();
  expect(readDropColumn(dropTarget('t', 'above'))).toBeUndefined();
});

it('takes the nearer edge', () => {
  expect(nearerEdge(10, { top: 0, bottom: 100 })).toBe('above');
  expect(nearerEdge(90, { top: 0, bottom: 100 })).toBe('below');
});
