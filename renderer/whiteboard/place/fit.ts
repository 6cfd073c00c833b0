/** Moves the view so that elements are visible. */

import { getCommonBounds } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';

/** Excalidraw's own: a factor. */
const leastZoom = 0.1;
/** The part of the whiteboard that the elements may fill, so that none ends at its edge. */
const filled = 0.9;

/**
 * Shows all of `elements`, at 100 % or smaller. If they do not fit at the smallest zoom, it shows the one that is nearest to the view,
 * as the middle of all of them may be empty. Nothing happens without elements.
 */
export function fitInto(
  api: Pick<ExcalidrawImperativeAPI, 'getAppState' | 'scrollToContent'>,
  elements: readonly ExcalidrawElement[],
): void {
  if (elements.length === 0) return;
  const [left, top, right, bottom] = getCommonBounds(elements);
  const { width, height } = api.getAppState();
  const fits = (right - left) * leastZoom <= width && (bottom - top) * leastZoom <= height;
  api.scrollToContent([...elements], {
    animate: false,
    ...(fits ? { fitToContent: true, viewportZoomFactor: filled } : {}),
  });
}
