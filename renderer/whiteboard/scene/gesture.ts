/**
 * Whether a gesture on the whiteboard is active. Its changes are submitted when it ends: a rectangle is one change, not one for
 * each movement of the pointer.
 */

interface Identified {
  readonly id: string;
}

/** The used part of Excalidraw's `AppState`, with its names. */
export interface GestureState {
  readonly cursorButton: 'up' | 'down';
  readonly newElement: Identified | null;
  readonly multiElement: Identified | null;
  readonly resizingElement: Identified | null;
  readonly editingTextElement: (Identified & { readonly containerId?: string | null }) | null;
  readonly editingLinearElement: { readonly elementId: string } | null;
  readonly croppingElementId: string | null;
  readonly selectedElementsAreBeingDragged: boolean;
  readonly isResizing: boolean;
  readonly isRotating: boolean;
  readonly selectedElementIds: { readonly [id: string]: true };
}

/** Drawing, dragging, resizing, rotating, erasing, or typing: changes wait for its end. */
export function isGestureActive(state: GestureState): boolean {
  return (
    state.cursorButton === 'down' ||
    state.newElement !== null ||
    state.multiElement !== null ||
    state.resizingElement !== null ||
    state.editingTextElement !== null ||
    state.selectedElementsAreBeingDragged ||
    state.isResizing ||
    state.isRotating
  );
}

/** Dragging, resizing or rotating existing elements: properties of bounded size change, and no element is created. */
export function isMoving(state: GestureState): boolean {
  return (
    (state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating) &&
    state.newElement === null &&
    state.multiElement === null &&
    state.editingTextElement === null &&
    state.editingLinearElement === null &&
    state.croppingElementId === null
  );
}

/** The elements that the gesture works on: others' changes to them wait until it is over. */
export function gestureElementIds(state: GestureState): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const held of [state.newElement, state.multiElement, state.resizingElement]) {
    if (held !== null) ids.add(held.id);
  }
  if (state.editingTextElement !== null) {
    ids.add(state.editingTextElement.id);
    if (typeof state.editingTextElement.containerId === 'string') {
      ids.add(state.editingTextElement.containerId);
    }
  }
  if (state.editingLinearElement !== null) ids.add(state.editingLinearElement.elementId);
  if (state.croppingElementId !== null) ids.add(state.croppingElementId);
  if (isGestureActive(state)) {
    for (const id of Object.keys(state.selectedElementIds)) ids.add(id);
  }
  return ids;
}
