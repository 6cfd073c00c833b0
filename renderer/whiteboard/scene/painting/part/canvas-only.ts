/** Whether a change of elements changes the canvas of this window and nothing else in it. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AppState } from '@excalidraw/excalidraw/types';
import { cardOf } from '#shared/board/element/card-tie.ts';
import type { Painted } from '../in-place.ts';

type UiState = Pick<
  AppState,
  | 'openDialog'
  | 'openSidebar'
  | 'openMenu'
  | 'openPopup'
  | 'stats'
  | 'scrolledOutside'
  | 'editingTextElement'
  | 'selectedElementIds'
>;

/**
 * Excalidraw's menus, dialogs and panels show elements, its toolbar shows the selected ones, and this window shows badges at those
 * that are tied to cards.
 */
export function isOnCanvasOnly(state: UiState, { before, replaced, added }: Painted): boolean {
  const { openDialog, openSidebar, openMenu, openPopup, stats, scrolledOutside } = state;
  if (openDialog !== null || openSidebar !== null || openMenu !== null || openPopup !== null) return false;
  if (stats.open || scrolledOutside) return false;
  return (
    replaced.every(({ place, element }) => {
      const was = before[place];
      return was !== undefined && isPlain(state, was) && isPlain(state, element);
    }) && added.every((element) => isPlain(state, element))
  );
}

function isPlain({ selectedElementIds, editingTextElement }: UiState, element: ExcalidrawElement): boolean {
  const container = element.type === 'text' ? element.containerId : null;
  const isSelected = (id: string): boolean =>
    selectedElementIds[id] === true || editingTextElement?.id === id;
  return (
    !isSelected(element.id) && !(container !== null && isSelected(container)) && cardOf(element) === undefined
  );
}

/** Others' selections are shown on another canvas. */
export function isSelectedByOthers(
  { collaborators }: Pick<AppState, 'collaborators'>,
  { replaced }: Pick<Painted, 'replaced'>,
): boolean {
  return [...collaborators.values()].some(({ selectedElementIds }) =>
    replaced.some(({ element }) => selectedElementIds?.[element.id] === true),
  );
}
