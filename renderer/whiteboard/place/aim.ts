/** Scrolls to the drawing at the first visit of a board on this device. */

import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';

/**
 * Now, or when the first elements arrive, as for a device that is joining.
 *
 * @returns a function that cancels.
 */
export function aimAtContent(
  session: BoardSession,
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
): () => void {
  let stopWaiting = (): void => undefined;
  const aim = (): void => {
    stopWaiting = whenVisible(container, () => {
      stopWaiting = whenMeasured(api, container, () => api.scrollToContent(undefined, { animate: false }));
    });
  };
  if (api.getSceneElements().length > 0) {
    aim();
    return () => stopWaiting();
  }
  const stop = session.subscribeElements(() => {
    stop();
    // The view of a person who already draws must not move.
    if (api.getSceneElements().length === 0) aim();
  });
  return () => {
    stop();
    stopWaiting();
  };
}

/** The maximum number of frames to wait for Excalidraw to measure itself: about two seconds. Then it scrolls anyway. */
export const maxFrames = 120;

/**
 * Calls back once Excalidraw has measured its canvas, which it does some time after its tab is opened. Until then the middle
 * of its canvas is the corner of the screen.
 *
 * @returns a function that cancels.
 */
export function whenMeasured(
  api: { getAppState(): { readonly width: number; readonly height: number } },
  container: { readonly clientWidth: number; readonly clientHeight: number },
  callback: () => void,
  frames: Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'> = window,
): () => void {
  let frame = 0;
  let framesLeft = maxFrames;
  const look = (): void => {
    const { width, height } = api.getAppState();
    const isMeasured = isAbout(width, container.clientWidth) && isAbout(height, container.clientHeight);
    framesLeft -= 1;
    if (isMeasured || framesLeft < 0) callback();
    else frame = frames.requestAnimationFrame(look);
  };
  look();
  return () => frames.cancelAnimationFrame(frame);
}

/** Both are whole CSS pixels; borders are one or two. */
function isAbout(measured: number, actual: number): boolean {
  return actual > 0 && Math.abs(measured - actual) <= 4;
}

/**
 * Calls back two frames after `element` has a size: immediately, or when its tab is opened. By then the others'
 * elements are shown.
 *
 * @returns a function that cancels.
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
