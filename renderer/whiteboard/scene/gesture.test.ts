import { describe, expect, it } from 'vitest';
import { idle } from '../../testing/idle-gesture.ts';
import { type GestureState, gestureElementIds, isGestureActive } from './gesture.ts';

describe('a gesture', () => {
  const gestures: readonly [string, Partial<GestureState>][] = [
    ['pressing', { cursorButton: 'down' }],
    ['drawing', { newElement: { id: 'a' } }],
    ['clicking the points of a line', { multiElement: { id: 'a' } }],
    ['resizing', { resizingElement: { id: 'a' } }],
    ['typing', { editingTextElement: { id: 'a' } }],
    ['dragging', { selectedElementsAreBeingDragged: true }],
    ['resizing several', { isResizing: true }],
    ['rotating', { isRotating: true }],
  ];

  it.each(gestures)('is active while %s', (_, change) => {
    expect(isGestureActive({ ...idle, ...change })).toBe(true);
  });

  it('is over without any of these', () => {
    expect(isGestureActive(idle)).toBe(false);
    expect(isGestureActive({ ...idle, selectedElementIds: { a: true } })).toBe(false);
  });

  it('holds the elements that it works on', () => {
    const state: GestureState = {
      ...idle,
      newElement: { id: 'new' },
      editingTextElement: { id: 'label', containerId: 'box' },
      croppingElementId: 'cropped',
      editingLinearElement: { elementId: 'line' },
      selectedElementIds: { selected: true },
    };
    expect([...gestureElementIds(state)].sort()).toEqual([
      'box',
      'cropped',
      'label',
      'line',
      'new',
      'selected',
    ]);
  });

  it('does not hold elements that are only selected', () => {
    expect(gestureElementIds({ ...idle, selectedElementIds: { a: true } }).size).toBe(0);
  });
});
