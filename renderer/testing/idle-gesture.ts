import type { GestureState } from '../whiteboard/scene/gesture.ts';

/** The state without a gesture. */
export const idle: GestureState = {
  cursorButton: 'up',
  newElement: null,
  multiElement: null,
  resizingElement: null,
  editingTextElement: null,
  editingLinearElement: null,
  croppingElementId: null,
  selectedElementsAreBeingDragged: false,
  isResizing: false,
  isRotating: false,
  selectedElementIds: {},
};
