/** Brings what is on the board into view, for somebody who has not looked at it on this device yet. */

import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';

/**
 * Now, or when the first elements arrive, which for a newcomer is later.
 *
 * @returns a function that gives it up.
 */
export function aimAtContent(
  session: BoardSession,
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
): () => void {
  let stopWaiting = (): void => undefined;
  const aim = (): void => {
    stopWaiting = whenVisible(container, () => api.scrollToContent(undefined, { animate: false }));
  };
  if (api.getSceneElements().length > 0) {
    aim();
    return () => stopWaiting();
  }
  const stop = session.subscribeElements(() => {
    stop();
    // A person who draws already must not be carried away.
    if (api.getSceneElements().length === 0) aim();
  });
  return () => {
    stop();
    stopWaiting();
  };
}

/**
 * Calls back two frames after `element` has a size: at once, or when the tab that it is in is opened. By then Excalidraw
 * knows its size, too, and the others' elements are shown.
 *
 * @returns a function that gives it up.
 */
export function whenVisible(element: HTMLElement, callback: () => void): () => void {
  let frame: number | undefined;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === 0 || element.clientHeight === 0) return;
    observer.disconnect();
    frame = window.requestAnimationFrame(() => {
      frame = window.requestAnimationFrame(callback);
    });
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    if (frame !== undefined) window.cancelAnimationFrame(frame);
  };
}
