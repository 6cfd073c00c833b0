import { CaptureUpdateAction, Excalidraw, MainMenu } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { ExcalidrawImperativeAPI, UIOptions } from '@excalidraw/excalidraw/types';
import { useComputedColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { whiteboard as texts } from '../texts.ts';
import { turnImagesAway } from './images.ts';
import { type SceneClock, SceneSync } from './scene-sync.ts';
import './whiteboard.css';

/** What would go round the agreed state, or needs files that the board does not carry, is off. */
const options: Partial<UIOptions> = {
  canvasActions: {
    changeViewBackgroundColor: false,
    saveToActiveFile: false,
    toggleTheme: false,
    export: { saveFileToDisk: true },
  },
  tools: { image: false },
};

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

interface WhiteboardProps {
  readonly session: BoardSession;
  readonly viewOnly: boolean;
}

/**
 * The whiteboard of an open board. Excalidraw is only used here; `scene-sync.ts` connects it to the session. It is drawn
 * again only if its properties change: Excalidraw draws its whole toolbar each time.
 */
export default memo(function Whiteboard({ session, viewOnly }: WhiteboardProps) {
  const [api, setApi] = useState<ExcalidrawImperativeAPI>();
  const [ready, setReady] = useState(false);
  // The keyboard draws at once, unless it is somewhere already (in the tabs, say).
  const [autoFocus] = useState(() => document.activeElement === document.body);
  const container = useRef<HTMLDivElement>(null);
  const theme = useComputedColorScheme('light');

  const count = useCallback((elements: number) => {
    if (container.current !== null) container.current.dataset.elementCount = String(elements);
  }, []);

  useEffect(() => {
    if (api === undefined || container.current === null) return;
    return follow(session, api, container.current, { onReady: () => setReady(true), onCount: count });
  }, [api, session, count]);

  useEffect(() => {
    if (container.current !== null) return turnImagesAway(container.current, tellOfImages);
  }, []);

  return (
    <section
      ref={container}
      className="pb-whiteboard"
      aria-label={texts.label}
      data-testid="whiteboard"
      data-ready={ready}
      data-element-count="0"
    >
      <Excalidraw
        excalidrawAPI={setApi}
        theme={theme}
        UIOptions={options}
        autoFocus={autoFocus}
        viewModeEnabled={viewOnly}
        aiEnabled={false}
        validateEmbeddable={false}
        isCollaborating
        langCode="en"
      >
        <MainMenu>
          {!viewOnly && <MainMenu.DefaultItems.LoadScene />}
          <MainMenu.DefaultItems.Export />
          <MainMenu.DefaultItems.SaveAsImage />
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.Help />
          {!viewOnly && <MainMenu.DefaultItems.ClearCanvas />}
        </MainMenu>
      </Excalidraw>
    </section>
  );
});

function tellOfImages(): void {
  notifications.show({ id: 'images', title: texts.imagesTitle, message: texts.images, color: 'yellow' });
}

interface FollowListener {
  onReady(): void;
  onCount(elements: number): void;
}

/** Connects a mounted Excalidraw with the session. @returns a function that submits what is left and ends it. */
function follow(
  session: BoardSession,
  api: ExcalidrawImperativeAPI,
  container: HTMLElement,
  listener: FollowListener,
): () => void {
  const sync = new SceneSync({
    board: session,
    scene: {
      elements: () => api.getSceneElementsIncludingDeleted(),
      gesture: () => api.getAppState(),
      show: (elements) => api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER }),
    },
    clock: browserClock,
    listener: {
      shown: listener.onCount,
      undrawable: announceUndrawable(),
      notShared: tellOfImages,
    },
  });
  let started = false;
  let stopAiming = (): void => undefined;
  const start = (): void => {
    started = true;
    sync.start();
    stopAiming = aimAtContent(session, api, container);
    listener.onReady();
  };
  // Until Excalidraw has loaded it would replace whatever is put into it; its first change says that it has.
  const stopListening = api.onChange(() => {
    if (started) sync.sceneChanged();
    else start();
  });
  if (!api.getAppState().isLoading) start();
  const flush = (): void => sync.flush();
  window.addEventListener('pagehide', flush);
  return () => {
    window.removeEventListener('pagehide', flush);
    stopListening();
    stopAiming();
    sync.stop();
  };
}

/**
 * Brings what is on the board into view: now, or when it comes, which for someone who just joined is later.
 *
 * @returns a function that gives it up.
 */
function aimAtContent(
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
    // Whoever is drawing already must not be carried away.
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
function whenVisible(element: HTMLElement, callback: () => void): () => void {
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

/** Says so once, and again when there are more. */
function announceUndrawable(): (count: number) => void {
  let told = 0;
  return (count) => {
    if (count > told) {
      notifications.show({
        title: texts.undrawableTitle,
        message: texts.undrawable(count),
        color: 'yellow',
        autoClose: false,
      });
    }
    told = count;
  };
}
