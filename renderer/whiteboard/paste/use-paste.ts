/** Pastes on the whiteboard: checked, and cells of a spreadsheet as a table. */

import { viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI, ExcalidrawProps } from '@excalidraw/excalidraw/types';
import { notifications } from '@mantine/notifications';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { WindowPlace } from '../images/use-several.ts';
import type { Following } from '../scene/follow.ts';
import { pasteProblems, pasteTexts } from '../texts.ts';
import { followPastes } from './follow-pastes.ts';
import { cellsOf } from './table.ts';
import { tableFor } from './table-elements.ts';

interface PasteOptions {
  readonly session: BoardSession;
  readonly api: ExcalidrawImperativeAPI | undefined;
  readonly following: RefObject<Following | undefined>;
  readonly viewOnly: boolean;
  readonly container: RefObject<HTMLElement | null>;
  /** Receives a drawing that is too large to be added at once. */
  readonly onDrawing: (file: File) => void;
  /** Receives several files. @param place the last one of the pointer. */
  readonly onSeveral: (files: readonly File[], place: WindowPlace) => void;
}

/** @returns for Excalidraw, which asks it before it pastes. */
export function usePaste(options: PasteOptions): NonNullable<ExcalidrawProps['onPaste']> {
  const { session, api, following, viewOnly, container, onDrawing, onSeveral } = options;
  // CSS pixels in the window, as Excalidraw keeps it: the view can move below a resting pointer.
  const pointer = useRef({ clientX: 0, clientY: 0 });

  useEffect(() => {
    if (viewOnly || container.current === null) return;
    return followPastes(container.current, {
      refused: (why) => notify(pasteTexts.title, pasteProblems[why]),
      leftOut: (what) =>
        notify(
          pasteTexts.partTitle,
          what === 'images' ? pasteTexts.images : pasteTexts.elements({ count: what.elements }),
        ),
      drawing: (text) => onDrawing(new File([text], `${pasteTexts.file}.excalidraw`)),
      several: (files) => onSeveral(files, pointer.current),
    });
  }, [viewOnly, container, onDrawing, onSeveral]);

  useEffect(() => {
    const move = ({ clientX, clientY }: PointerEvent): void => {
      pointer.current = { clientX, clientY };
    };
    window.addEventListener('pointermove', move, { capture: true, passive: true });
    return () => window.removeEventListener('pointermove', move, { capture: true });
  }, []);

  return useCallback(
    (data, event) => {
      // Excalidraw draws charts of numbers.
      if (data.spreadsheet !== undefined || data.elements !== undefined) return true;
      const text = event instanceof ClipboardEvent ? event.clipboardData?.getData('text/plain') : data.text;
      const cells = cellsOf(text ?? '');
      if (cells === undefined || api === undefined) return true;
      const centre = viewportCoordsToSceneCoords(pointer.current, api.getAppState());
      const patches = tableFor(session.elements(), cells, centre);
      following.current?.sync.submit(patches);
      api.updateScene({
        appState: { selectedElementIds: Object.fromEntries(patches.map(({ id }) => [id, true as const])) },
      });
      api.setActiveTool({ type: 'selection' });
      return false;
    },
    [session, api, following],
  );
}

let shown: string | undefined;

/** The notice about the latest paste replaces the one before. */
function notify(title: string, message: string): void {
  if (shown !== undefined) notifications.hide(shown);
  shown = notifications.show({ title, message, color: 'yellow' });
}
