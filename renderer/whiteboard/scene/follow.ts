/** Connects a mounted Excalidraw with the board's session. */

import { CaptureUpdateAction } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';
import type { ImageFiles } from '../images/image-files.ts';
import { placeOf, places } from '../place-memory.ts';
import { aimAtContent } from './aim.ts';
import { type SceneClock, SceneSync, type SceneSyncListener } from './scene-sync.ts';

const browserClock: SceneClock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(timer);
  },
  frame(run) {
    const request = window.requestAnimationFrame(run);
    return () => window.cancelAnimationFrame(request);
  },
  nonce: () => Math.floor(Math.random() * 2 ** 31),
};

export interface Following {
  readonly sync: SceneSync;
  /** Submits what is left and ends it. To be called while Excalidraw is still mounted. */
  stop(): void;
}

/** @param listener `ready` is called once the board is shown. */
export function follow(
  session: BoardSession,
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
  images: ImageFiles,
  listener: SceneSyncListener & { ready(): void },
): Following {
  const sync = new SceneSync({
    board: session,
    scene: {
      elements: () => api.getSceneElementsIncludingDeleted(),
      gesture: () => api.getAppState(),
      isReady: (element) => images.isReady(element),
      show: (elements) => api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER }),
    },
    clock: browserClock,
    listener,
  });
  let started = false;
  let stopAiming = (): void => undefined;
  const start = (): void => {
    started = true;
    sync.start();
    images.show();
    if (places.get(session.view().boardId) === undefined) stopAiming = aimAtContent(session, api, container);
    listener.ready();
  };
  // While Excalidraw loads it replaces whatever is put into it. Its first change says that it has loaded.
  const stopListening = api.onChange(() => {
    if (started) sync.sceneChanged();
    else start();
  });
  const keepPlace = (): void => {
    if (started) places.set(session.view().boardId, placeOf(api.getAppState()));
  };
  const leave = (): void => {
    sync.flush();
    keepPlace();
  };
  // A page that is hidden may end without another word.
  const hide = (): void => {
    if (document.visibilityState === 'hidden') leave();
  };
  const stopLeaving = session.onLeaving(leave);
  document.addEventListener('visibilitychange', hide);
  return {
    sync,
    stop() {
      stopLeaving();
      document.removeEventListener('visibilitychange', hide);
      stopListening();
      stopAiming();
      keepPlace();
      endTyping(container);
      sync.stop();
    },
  };
}

/**
 * Excalidraw ends the typing of a text when its field loses the keyboard. A field that still has it when it is taken out of the
 * page loses it then, which is after the end of the scene: Excalidraw throws, and its listeners stay on the window.
 */
function endTyping(container: HTMLElement): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLTextAreaElement && container.contains(activeElement)) activeElement.blur();
}
