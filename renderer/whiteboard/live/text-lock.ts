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

/** Whether another person types in a text at `point`, in the scene's coordinates. */
export function isBeingTyped(
  point: Point,
  elements: readonly ExcalidrawElement[],
  previews: Pick<LiveBoard['previews'], 'ids' | 'look'>,
): boolean {
  const typed = new Set<string>();
  for (const id of previews.ids()) if (previews.look(id)?.text !== undefined) typed.add(id);
  if (typed.size === 0) return false;
  return elements.some((element) => {
    if (!typed.has(element.id) || element.type !== 'text') return false;
    const container = elements.find(({ id }) => id === element.containerId);
    return isWithin(point, element) || (container !== undefined && isWithin(point, container));
  });
}

function isWithin({ x, y }: Point, element: ExcalidrawElement): boolean {
  // Turned around its centre.
  const [middleX, middleY] = [element.x + element.width / 2, element.y + element.height / 2];
  const [cos, sin] = [Math.cos(-element.angle), Math.sin(-element.angle)];
  const [dx, dy] = [x - middleX, y - middleY];
  return (
    Math.abs(dx * cos - dy * sin) <= element.width / 2 && Math.abs(dx * sin + dy * cos) <= element.height / 2
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
