import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useLayoutEffect } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { drawPicture } from './draw.ts';

/**
 * Draws the picture of the board when the page is hidden and when the board is left, after the next screen is shown.
 *
 * @param keep receives it; undefined of an empty board.
 */
export function usePicture(
  session: BoardSession,
  api: ExcalidrawImperativeAPI | undefined,
  isReady: boolean,
  keep: (picture: Uint8Array | undefined) => Promise<void>,
): void {
  // A layout effect: it ends while Excalidraw still has its images.
  useLayoutEffect(() => {
    if (api === undefined || !isReady) return;
    let drawn: ReturnType<BoardSession['elements']> | undefined;
    const draw = (): void => {
      const files = api.getFiles();
      // By then the last stroke is submitted, and the next screen is shown.
      setTimeout(() => {
        const elements = session.elements();
        // The same array: nothing has changed since the last picture.
        if (elements === drawn) return;
        drawn = elements;
        drawPicture(elements, files)
          .then(keep)
          .catch((error: unknown) => console.warn('The picture of a board was not made.', error));
      }, 0);
    };
    const hide = (): void => {
      if (document.visibilityState === 'hidden') draw();
    };
    document.addEventListener('visibilitychange', hide);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      draw();
    };
  }, [session, api, isReady, keep]);
}
