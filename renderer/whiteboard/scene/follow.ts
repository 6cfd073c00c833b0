/** Connects a mounted Excalidraw with the board's session. */

import { CaptureUpdateAction, getCommonBounds, viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';
import type { ImageFiles } from '../images/image-files.ts';
import type { PeopleLook } from '../live/collaborators.ts';
import { guardExports } from '../live/export-guard.ts';
import { LiveScene } from '../live/live-scene.ts';
import { guardTypedTexts, isBeingTyped } from '../live/text-lock.ts';
import { aimAtContent, whenShown } from '../place/aim.ts';
import { fitInto } from '../place/fit.ts';
import { InSight } from '../place/in-sight.ts';
import { placeOf, places } from '../place/place-memory.ts';
import { StepMarks } from '../undo/step-marks.ts';
import { isGestureActive } from './gesture.ts';
import { InPlace } from './painting/in-place.ts';
import { isOnCanvasOnly, isSelectedByOthers } from './painting/part/canvas-only.ts';
import { PartPainter } from './painting/part/part-painter.ts';
import type { SceneClock, SceneSyncListener } from './scene.ts';
import { SceneSync } from './scene-sync.ts';
import { Seen } from './seen.ts';
import { loadFailedFonts, onHostReturned } from './texts/failed-fonts.ts';
import { fittedText } from './texts/fitted-text.ts';
import { LateFonts } from './texts/late-fonts.ts';

function after(milliseconds: number, run: () => void): () => void {
  const timer = window.setTimeout(run, milliseconds);
  return () => window.clearTimeout(timer);
}

function browserClock(seen: Seen): SceneClock {
  return {
    now: () => Date.now(),
    after,
    soon(run) {
      let isCancelled = false;
      queueMicrotask(() => {
        if (!isCancelled) run();
      });
      return () => {
        isCancelled = true;
      };
    },
    frame: (run) => seen.frame(run),
    nonce: () => Math.floor(Math.random() * 2 ** 31),
  };
}

export interface Following {
  readonly sync: SceneSync;
  readonly live: LiveScene;
  /** Submits the remaining changes and ends it. To be called while Excalidraw is still mounted. */
  stop(): void;
}

/**
 * @param look the names and colours of people.
 * @param listener `ready` is called once the board is shown.
 */
export function follow(
  session: BoardSession,
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
  { look, images }: { readonly look: PeopleLook; readonly images: ImageFiles },
  listener: SceneSyncListener & { ready(): void },
): Following {
  let started = false;
  const seen = new Seen(container, () => {
    if (started) coverChanged();
  });
  const marks = new StepMarks();
  const partPainter = new PartPainter(
    (element) => getCommonBounds([element]),
    () => window.devicePixelRatio,
  );
  const inPlace = new InPlace((scene, painted) => {
    const state = api.getAppState();
    if (!isOnCanvasOnly(state, painted) || !partPainter.paint(scene, painted)) return false;
    // The frames of selections move with the elements.
    if (isSelectedByOthers(state, painted)) live.show();
    return true;
  });
  window.PAXBOARD_EXCALIDRAW_REPLACE = inPlace.replace;
  window.PAXBOARD_EXCALIDRAW_PAINTS = partPainter.painting;
  const sync = new SceneSync({
    board: session,
    scene: {
      elements: () => api.getSceneElementsIncludingDeleted(),
      count: () => api.getSceneElements().length,
      gesture: () => api.getAppState(),
      isSeen: () => seen.isSeen,
      mark: () => marks.current,
      isReady: (element) => images.isReady(element),
      fitted: (element, text, containerHeight) =>
        fittedText(api.getSceneElements(), element, text, containerHeight),
      show(elements, painted) {
        const show = () => api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
        if (painted === undefined) show();
        else inPlace.during(elements, painted, show);
      },
    },
    clock: browserClock(seen),
    listener,
  });
  const guard = guardExports((isHidden) => sync.hidePreviews(isHidden));
  const live = new LiveScene(api, session.live, look, () => seen.isSeen);
  const inSight = new InSight({
    sight: () => api.getAppState(),
    scrollBack: () => api.scrollToContent(undefined, { animate: false }),
    after,
  });
  const coverChanged = (): void => {
    if (!seen.isCovered) sync.appeared();
    live.seenOrNot(api.getAppState());
  };
  let stopAiming = (): void => undefined;
  const start = (): void => {
    started = true;
    if (places.get(session.view().boardId) === undefined)
      stopAiming = aimAtContent(session, api, container, {
        whenShown: (run) => whenShown(api, container, run),
        fit: () => fitInto(api, api.getSceneElements()),
      });
    sync.start();
    live.start();
    images.show();
    listener.ready();
  };
  // Excalidraw replaces its scene while it loads. Its first change reports that it has loaded.
  const stopListening = api.onChange((_elements, state) => {
    if (!started) start();
    else sync.sceneChanged();
    lateFonts.writes(state.editingTextElement?.id);
    live.stateChanged(state);
    inSight.changed(state);
    guard.watch(state);
  });
  const keepPlace = (): void => {
    // A place on an empty board is none to return to: the drawing may be elsewhere by then.
    if (started && api.getSceneElements().length > 0)
      places.set(session.view().boardId, placeOf(api.getAppState()));
  };
  const leave = (): void => {
    sync.flush();
    keepPlace();
  };
  // A hidden page may end without another event.
  const hide = (): void => {
    if (document.visibilityState === 'hidden') leave();
    else if (started) coverChanged();
  };
  const stopGuarding = guardTypedTexts(
    container,
    (event) =>
      isBeingTyped(
        viewportCoordsToSceneCoords(event, api.getAppState()),
        api.getAppState().zoom.value,
        api.getSceneElements(),
        session.live.previews,
      ),
    listener.beingTyped,
  );
  const stopMarking = marks.follow(window, {
    isGestureActive: () => isGestureActive(api.getAppState()),
    before: () => sync.flushWaiting(),
  });
  const stopLeaving = session.onLeaving(leave);
  const lateFonts = new LateFonts(document.fonts, {
    selected() {
      const { selectedElementIds, editingTextElement } = api.getAppState();
      if (editingTextElement !== null) return [];
      return api.getSceneElements().filter(({ id }) => selectedElementIds[id] === true);
    },
    // The same step of undo as the text.
    measure: (ids) => sync.measure(ids, marks.current),
    measureLater: (ids) => sync.measureLater(ids),
  });
  const stopLoading = onHostReturned(session, () =>
    loadFailedFonts(document.fonts, window.PAXBOARD_EXCALIDRAW_FONTS ?? []),
  );
  document.addEventListener('visibilitychange', hide);
  return {
    sync,
    live,
    stop() {
      guard.stop();
      live.stop();
      seen.stop();
      stopGuarding();
      stopMarking();
      stopLeaving();
      lateFonts.stop();
      stopLoading();
      document.removeEventListener('visibilitychange', hide);
      stopListening();
      stopAiming();
      inSight.stop();
      keepPlace();
      endTyping(container);
      sync.stop();
      partPainter.forget();
    },
  };
}

/**
 * Excalidraw ends the typing of a text when its field loses the focus. A field that is removed from the page with the focus
 * loses it after the end of the scene: Excalidraw throws, and its listeners stay on the window.
 */
function endTyping(container: HTMLElement): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLTextAreaElement && container.contains(activeElement)) activeElement.blur();
}
