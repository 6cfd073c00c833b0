/**
 * A double click on a text in which another person types. The text is locked then, and Excalidraw would open a new, empty one over
 * it.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { LiveBoard } from '#app/session/live/live.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** CSS pixels around a text in which Excalidraw still opens it. Source: its `DEFAULT_COLLISION_THRESHOLD`, version 0.18.1. */
const hitTolerance = 8;

/** Whether another person types in a text at `point`, in the scene's coordinates, or so near that Excalidraw would open it. */
export function isBeingTyped(
  point: Point,
  zoom: number,
  elements: readonly ExcalidrawElement[],
  previews: Pick<LiveBoard['previews'], 'ids' | 'look'>,
): boolean {
  const typed = new Set<string>();
  for (const id of previews.ids()) if (previews.look(id)?.text !== undefined) typed.add(id);
  if (typed.size === 0) return false;
  return elements.some((element) => {
    if (!typed.has(element.id) || element.type !== 'text') return false;
    const container = elements.find(({ id }) => id === element.containerId);
    const near = hitTolerance / zoom;
    return isWithin(point, element, near) || (container !== undefined && isWithin(point, container, near));
  });
}

/** @param near the distance to its outline at which a point is within as well, canvas pixels. */
function isWithin({ x, y }: Point, element: ExcalidrawElement, near: number): boolean {
  // Turned around its centre.
  const [middleX, middleY] = [element.x + element.width / 2, element.y + element.height / 2];
  const [cos, sin] = [Math.cos(-element.angle), Math.sin(-element.angle)];
  const [dx, dy] = [x - middleX, y - middleY];
  return (
    Math.abs(dx * cos - dy * sin) <= element.width / 2 + near &&
    Math.abs(dx * sin + dy * cos) <= element.height / 2 + near
  );
}

/** @param isTyped whether a point of the window is in such a text. @returns a function that ends it. */
export function guardTypedTexts(
  board: HTMLElement,
  isTyped: (event: { readonly clientX: number; readonly clientY: number }) => boolean,
  refused: () => void,
): () => void {
  const onDoubleClick = (event: MouseEvent): void => {
    if (!(event.target instanceof HTMLCanvasElement) || !isTyped(event)) return;
    event.preventDefault();
    event.stopPropagation();
    refused();
  };
  board.addEventListener('dblclick', onDoubleClick, { capture: true });
  return () => board.removeEventListener('dblclick', onDoubleClick, { capture: true });
}
