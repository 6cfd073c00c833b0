/** Shows the whole drawing at the first visit of a board on this device. */

import type { AppState, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';

/** Input by which a person moves the view, or begins to draw. */
const input = ['pointerdown', 'wheel', 'keydown'];

/**
 * Now, or when the first elements arrive; while the device catches up, again with each announcement. It ends if the person
 * draws first, or uses the whiteboard after that.
 *
 * To be called before the scene subscribes to the session: the scene shows an announcement at once, and does not reveal then
 * that it was empty before.
 *
 * @param view.whenShown calls back once the whiteboard is visible and measured; returns a function that cancels.
 * @param view.fit shows the whole scene.
 * @returns a function that cancels.
 */
export function aimAtContent(
  session: Pick<BoardSession, 'view' | 'elements' | 'subscribe' | 'subscribeElements'>,
  api: {
    getSceneElements(): { readonly length: number };
    getAppState(): Pick<AppState, 'userToFollow'>;
  },
  container: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  view: { whenShown(callback: () => void): () => void; fit(): void },
): () => void {
  const isCatchingUp = (): boolean => ['opening', 'joining'].includes(session.view().health.state);
  let hasAimed = false;
  let stopWaiting = (): void => undefined;
  const aim = (): void => {
    hasAimed = true;
    for (const type of input) container.addEventListener(type, stop, { capture: true, passive: true });
    stopWaiting();
    stopWaiting = view.whenShown(() => {
      if (api.getAppState().userToFollow === null) view.fit();
      if (!isCatchingUp()) stop();
    });
  };
  const stopListening = [
    session.subscribeElements(() => {
      if (hasAimed || api.getSceneElements().length === 0) aim();
      // The view of a person who already draws must not move.
      else stop();
    }),
    session.subscribe(() => {
      if (hasAimed && !isCatchingUp()) listenNoMore();
    }),
  ];
  function listenNoMore(): void {
    for (const end of stopListening.splice(0)) end();
  }
  function stop(): void {
    listenNoMore();
    stopWaiting();
    for (const type of input) container.removeEventListener(type, stop, { capture: true });
  }
  if (session.elements().some(({ isDeleted }) => isDeleted !== true)) aim();
  return stop;
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

/** Calls back once `container` is visible and Excalidraw has measured it. @returns a function that cancels. */
export function whenShown(
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
  callback: () => void,
): () => void {
  let stopMeasuring = (): void => undefined;
  const stopWaiting = whenVisible(container, () => {
    stopMeasuring = whenMeasured(api, container, callback);
  });
  return () => {
    stopWaiting();
    stopMeasuring();
  };
}
