/** Lines, size and place of a text element with another text, as Excalidraw computes them. */

import { restoreElements } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { FittedText } from '../scene.ts';

/**
 * @param elements of the scene: the container of a label limits its width.
 * @param containerHeight as of `Scene.fitted`.
 */
export function fittedText(
  elements: readonly ExcalidrawElement[],
  element: ExcalidrawElement,
  text: string,
  containerHeight?: number,
): FittedText {
  const changed = { ...element, isDeleted: false, text, originalText: text };
  const containers = elements
    .filter(({ id, isDeleted }) => !isDeleted && 'containerId' in element && id === element.containerId)
    .map((container) =>
      containerHeight === undefined ? container : { ...container, height: containerHeight },
    );
  // Excalidraw measures only what it also repairs; the repairs are not used.
  const restored = restoreElements([...containers, changed], null, {
    refreshDimensions: true,
    repairBindings: true,
  });
  const fitted = restored.find(({ id }) => id === element.id);
  const { x, y, width, height } = fitted ?? element;
  return { text: fitted?.type === 'text' ? fitted.text : text, originalText: text, x, y, width, height };
}
