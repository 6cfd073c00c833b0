import { Excalidraw } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { AppState, ExcalidrawImperativeAPI, UIOptions } from '@excalidraw/excalidraw/types';
import { useComputedColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { Person } from '#app/session/view/view.ts';
import { elementLink } from '#shared/board/element/link.ts';
import { colourOf } from '../people/look/colours.ts';
import { BoardMenu } from './BoardMenu.tsx';
import { CardBadges } from './cards/CardBadges.tsx';
import { CardMenu } from './cards/CardMenu.tsx';
import { type CardForNote, notesFor } from './cards/place-notes.ts';
import { cards as cardTexts } from './cards/texts.ts';
import { DeletionDialogs } from './deletion/DeletionDialogs.tsx';
import { useDeletions } from './deletion/use-deletions.ts';
import { trimDialogs } from './dialogs.ts';
import { provideTexts } from './excalidraw-texts.ts';
import { followDrops } from './files/dropped.ts';
import { OpenFileDialog } from './files/OpenFileDialog.tsx';
import { UnfinishedImport } from './files/UnfinishedImport.tsx';
import { ImagesStatus } from './images/ImagesStatus.tsx';
import { useImages } from './images/use-images.ts';
import { useSeveral } from './images/use-several.ts';
import { useLibrary } from './library/use-library.ts';
import { followed } from './links/followed.ts';
import { LinkDialog } from './links/LinkDialog.tsx';
import { linkPopupPlace } from './links/popup-place.ts';
import type { PeopleLook } from './live/collaborators.ts';
import type { PointerUpdate } from './live/live-scene.ts';
import { followLongPresses } from './long-press.ts';
import { Outline } from './outline/Outline.tsx';
import { usePaste } from './paste/use-paste.ts';
import { usePicture } from './picture/use-picture.ts';
import { whenShown, whenVisible } from './place/aim.ts';
import { fitInto } from './place/fit.ts';
import { type Following, follow } from './scene/follow.ts';
import { initialScene } from './scene/initial-scene.ts';
import { followStrayKeys } from './stray-keys.ts';
import { whiteboard as texts } from './texts.ts';
import { useUndo } from './undo/use-undo.ts';
import './whiteboard.css';
import './looks/forced-colors.css';
import './looks/text-size.css';
import './looks/touch.css';

provideTexts(window);
window.PAXBOARD_EXCALIDRAW_LINK_POPUP = linkPopupPlace;

/** Off: features that bypass the replicated state. */
const options: Partial<UIOptions> = {
  canvasActions: {
    changeViewBackgroundColor: false,
    // Both replace the scene. Paxboard has its own entries, which ask first.
    clearCanvas: false,
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
    export: { saveFileToDisk: true },
  },
};

/** What the task list asks of the whiteboard. */
export type CardRequest =
  /** Ids of elements: the view goes there. */
  | { readonly show: readonly string[] }
  /** A note is placed for each card. */
  | { readonly notesFor: readonly CardForNote[] };

interface WhiteboardProps {
  readonly session: BoardSession;
  readonly boardName: string;
  readonly viewOnly: boolean;
  /** A new number moves the focus to the whiteboard. */
  readonly focusRequest: number;
  readonly people: readonly Person[];
  /** A new object follows that person's view. */
  readonly followRequest: { readonly id: string } | undefined;
  /** A new object is a new request. */
  readonly cardRequest: CardRequest | undefined;
  readonly onOpenCard: (id: string) => void;
  /** Stores the small picture of the board; undefined of an empty one. The same function for good. */
  readonly keepPicture: (picture: Uint8Array | undefined) => Promise<void>;
  /** The board's elements are shown. */
  readonly onShown: () => void;
}

/**
 * The whiteboard of an open board. Excalidraw is only used here; `follow.ts` connects it to the session. It renders
 * again only if its properties change: Excalidraw draws its whole toolbar each time.
 */
export default memo(function Whiteboard(props: WhiteboardProps) {
  const { session, boardName, viewOnly, focusRequest, people, followRequest } = props;
  const [api, setApi] = useState<ExcalidrawImperativeAPI>();
  const [ready, setReady] = useState(false);
  const [file, setFile] = useState<File>();
  const [link, setLink] = useState<string>();
  const following = useRef<Following>(undefined);
  const container = useRef<HTMLDivElement>(null);
  const theme = useComputedColorScheme('light');
  const deletion = useDeletions(session, following);
  const { ask } = deletion;
  const library = useLibrary(session, api, ready);
  useUndo(session, api, following, ask);
  const look = usePeopleLook(people);
  const { files, generateId } = useImages(session, api, viewOnly);
  usePicture(session, api, ready, props.keepPicture);

  const count = useCallback((elements: number) => {
    if (container.current !== null) container.current.dataset.elementCount = String(elements);
  }, []);
  const loadScene = useCallback(() => initialScene(session), [session]);
  const openLink = useCallback(
    (element: { readonly link: string | null }, event: CustomEvent) => {
      event.preventDefault();
      if (element.link === null) return;
      const here = { host: window.location.host, boardId: session.view().boardId };
      const way = followed(element.link, here);
      if (way.to === 'element')
        api?.scrollToContent(elementLink(way.id), { fitToContent: true, animate: true });
      if (way.to === 'outside') setLink(way.address);
    },
    [api, session],
  );

  // A layout effect: it ends while Excalidraw still has its scene, so that the last stroke is submitted.
  useLayoutEffect(() => {
    if (api === undefined || files === undefined || container.current === null) return;
    const current = follow(
      session,
      api,
      container.current,
      { look, images: files },
      {
        ready: () => setReady(true),
        shown: count,
        undrawable: announceUndrawable(),
        notShared: announceNotShared,
        beingTyped: announceBeingTyped,
        largeDeletion: ask,
      },
    );
    following.current = current;
    return () => {
      following.current = undefined;
      current.stop();
    };
  }, [api, files, session, count, ask, look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: others are shown again when the list of people changes.
  useEffect(() => following.current?.live.show(), [people]);

  useEffect(() => {
    if (ready && followRequest !== undefined && container.current !== null)
      return whenVisible(container.current, () => following.current?.live.follow(followRequest.id));
  }, [ready, followRequest]);

  const doneRequest = useRef<CardRequest>(undefined);
  const { cardRequest, onOpenCard } = props;
  useEffect(() => {
    const isNew = cardRequest !== undefined && cardRequest !== doneRequest.current;
    if (!ready || api === undefined || !isNew || container.current === null) return;
    // After Excalidraw has measured itself: earlier it would show another part.
    return whenShown(api, container.current, () => {
      doneRequest.current = cardRequest;
      if ('show' in cardRequest) {
        show(api, cardRequest.show);
        return;
      }
      const notes = notesFor(session.elements(), cardRequest.notesFor);
      following.current?.sync.submit(notes);
      show(
        api,
        notes.map(({ id }) => id),
      );
      notifications.show({ message: cardTexts.notesPlaced({ count: cardRequest.notesFor.length }) });
    });
  }, [ready, api, session, cardRequest]);

  const cardMenu = useCallback(
    (_isMobile: boolean, { selectedElementIds }: Pick<AppState, 'selectedElementIds'>) =>
      api === undefined ? null : (
        <CardMenu
          api={api}
          session={session}
          viewOnly={viewOnly}
          selected={selectedElementIds}
          onOpen={onOpenCard}
        />
      ),
    [api, session, viewOnly, onOpenCard],
  );

  const choose = useCallback(
    (id: string) => {
      if (container.current !== null) focusOn(container.current);
      api?.updateScene({ appState: { selectedElementIds: { [id]: true }, selectedGroupIds: {} } });
      show(api, [id]);
    },
    [api],
  );

  const movePointer = useCallback(
    (update: PointerUpdate) => following.current?.live.pointerMoved(update),
    [],
  );
  const showPlaced = useCallback((ids: readonly string[]) => show(api, ids), [api]);
  const several = useSeveral({ session, api, following, images: files, placed: showPlaced });
  const pasteTable = usePaste({
    ...{ session, api, following, viewOnly, container },
    onDrawing: setFile,
    onSeveral: several,
  });

  const showMermaid = useCallback(
    () => api?.updateScene({ appState: { openDialog: { name: 'ttd', tab: 'mermaid' } } }),
    [api],
  );

  // The same element, because Excalidraw draws its whole toolbar again for another one.
  const { clear } = deletion;
  const menu = useMemo(
    () => (
      <BoardMenu
        viewOnly={viewOnly}
        onOpenFile={setFile}
        library={library}
        onClear={clear}
        onMermaid={showMermaid}
      />
    ),
    [viewOnly, library, clear, showMermaid],
  );

  const { onShown } = props;
  useEffect(() => {
    if (ready) onShown();
  }, [ready, onShown]);

  useEffect(trimDialogs, []);

  useEffect(() => {
    if (container.current !== null) return followStrayKeys(container.current);
  }, []);

  useEffect(() => {
    if (container.current !== null) return followLongPresses(container.current);
  }, []);

  useEffect(() => {
    const board = container.current;
    // Excalidraw's element is not there before.
    if (board === null || !ready) return;
    return whenVisible(board, () => {
      // Not while a field or a dialog has the focus. A pressed tab has it until the whiteboard takes it; with the keyboard it keeps it.
      const { activeElement } = document;
      const isTab = activeElement?.matches('[role="tab"]') === true;
      if (activeElement === document.body || (isTab && focusRequest > 0)) focusOn(board);
    });
  }, [focusRequest, ready]);

  useEffect(() => {
    if (container.current !== null)
      return followDrops(container.current, viewOnly, { open: setFile, several });
  }, [viewOnly, several]);

  return (
    <section
      ref={container}
      className="pb-whiteboard"
      aria-label={texts.label}
      data-testid="whiteboard"
      data-ready={ready}
      data-element-count="0"
      onPointerLeave={() => following.current?.live.pointerLeft()}
    >
      <Outline session={session} onChoose={choose} />
      <Excalidraw
        excalidrawAPI={setApi}
        initialData={loadScene}
        name={boardName}
        theme={theme}
        UIOptions={options}
        {...(viewOnly ? { viewModeEnabled: true } : {})}
        onLibraryChange={library.changed}
        onLinkOpen={openLink}
        generateLinkForSelection={elementLink}
        onPaste={pasteTable}
        onPointerUpdate={movePointer}
        generateIdForFile={generateId}
        renderTopRightUI={cardMenu}
        aiEnabled={false}
        validateEmbeddable={false}
        isCollaborating
        langCode="en"
      >
        {menu}
      </Excalidraw>
      <div className="pb-ties">
        {ready && api !== undefined && <CardBadges api={api} session={session} onOpen={onOpenCard} />}
      </div>
      <ImagesStatus session={session} />
      <DeletionDialogs deletion={deletion} />
      <UnfinishedImport session={session} following={following} ready={ready} />
      <OpenFileDialog
        file={file}
        session={session}
        following={following}
        onReplaced={deletion.remember}
        onClose={() => setFile(undefined)}
        onPlaced={showPlaced}
      />
      <LinkDialog address={link} onClose={() => setLink(undefined)} />
    </section>
  );
});

/** A stable object: its callers read the current people at each call. */
function usePeopleLook(people: readonly Person[]): PeopleLook {
  const latest = useRef(people);
  latest.current = people;
  const [look] = useState<PeopleLook>(() => ({ people: () => latest.current, colour: colourOf }));
  return look;
}

/** Scrolls to just added elements. */
function show(api: ExcalidrawImperativeAPI | undefined, ids: readonly string[]): void {
  const wanted = new Set(ids);
  window.requestAnimationFrame(() => {
    const elements = api?.getSceneElements().filter(({ id }) => wanted.has(id)) ?? [];
    if (api !== undefined) fitInto(api, elements);
  });
}

function focusOn(board: HTMLElement): void {
  const excalidraw = board.querySelector('.excalidraw');
  if (excalidraw instanceof HTMLElement) excalidraw.focus({ preventScroll: true });
}

function announceBeingTyped(): void {
  notifications.show({ id: 'being-typed', message: texts.beingTyped });
}

function announceNotShared(): void {
  notifications.show({
    id: 'not-shared',
    title: texts.notSharedTitle,
    message: texts.notShared,
    color: 'yellow',
  });
}

/** Notifies once, and again when the number grows. */
function announceUndrawable(): (count: number) => void {
  let announced = 0;
  return (count) => {
    if (count > announced) {
      notifications.show({
        title: texts.undrawableTitle,
        message: texts.undrawable({ count }),
        color: 'yellow',
        autoClose: false,
      });
    }
    announced = count;
  };
}
