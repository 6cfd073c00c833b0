/** Excalidraw's initial data: the board, at this device's last place. */

import type { ExcalidrawInitialDataState, NormalizedZoomValue } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';
import { places } from '../place/place-memory.ts';
import { toScene } from './adapter.ts';

/** Made for each mount. The board is read last, so that it is current. */
export async function initialScene(
  session: Pick<BoardSession, 'elements' | 'view'>,
): Promise<ExcalidrawInitialDataState> {
  const place = places.get(session.view().boardId);
  const elements = session
    .elements()
    .flatMap((element) => toScene(element, { version: 1, versionNonce: 1, updated: 1 }) ?? []);
  return {
    elements,
    ...(place === undefined || !isZoom(place.zoom)
      ? {}
      : { appState: { scrollX: place.scrollX, scrollY: place.scrollY, zoom: { value: place.zoom } } }),
  };
}

/** Within Excalidraw's own bounds. */
function isZoom(value: number): value is NormalizedZoomValue {
  return value >= 0.1 && value <= 30;
}
