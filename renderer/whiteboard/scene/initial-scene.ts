/** Excalidraw's initial data: the board, at this device's last place. The build makes Excalidraw take its elements as they are. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawInitialDataState, NormalizedZoomValue } from '@excalidraw/excalidraw/types';
import type { BoardSession } from '#app/session/api.ts';
import { checkAgreed } from '#shared/board/element/check.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { places } from '../place/place-memory.ts';
import { toScene } from './adapter.ts';

const bookkeeping = { version: 1, versionNonce: 1, updated: 1 };

/** The agreed elements that the elements of initial scenes show as they are, without a repair. */
const shown = new WeakMap<ExcalidrawElement, BoardElement>();

/** Made for each mount. The board is read last, so that it is current. */
export async function initialScene(
  session: Pick<BoardSession, 'elements'> & { view(): { readonly boardId: string } },
): Promise<ExcalidrawInitialDataState> {
  const place = places.get(session.view().boardId);
  const elements = session.elements().flatMap((agreed) => {
    const element = toScene(agreed, bookkeeping);
    if (element !== undefined && checkAgreed(agreed).result === 'as-is') shown.set(element, agreed);
    return element ?? [];
  });
  return {
    elements,
    ...(place === undefined || !isZoom(place.zoom)
      ? {}
      : { appState: { scrollX: place.scrollX, scrollY: place.scrollY, zoom: { value: place.zoom } } }),
  };
}

/** Whether the element of an initial scene is still as it was made of `agreed`, so that it need not be compared. */
export function showsAsIs(element: ExcalidrawElement, agreed: BoardElement): boolean {
  return (
    shown.get(element) === agreed && element.version === bookkeeping.version && element.index === agreed.index
  );
}

/** Within Excalidraw's own bounds. */
function isZoom(value: number): value is NormalizedZoomValue {
  return value >= 0.1 && value <= 30;
}
