/**
 * Keeps others' previews out of exports and copies. Excalidraw exports and copies its scene: while a menu or a dialog is open,
 * and before a shortcut or the clipboard reads it, the scene holds only agreed elements.
 */

import type { AppState } from '@excalidraw/excalidraw/types';

/** Menus lead to exports, and dialogs read the scene when they open. */
export function isAboutToExport(state: Pick<AppState, 'openDialog' | 'openMenu' | 'contextMenu'>): boolean {
  return state.openDialog !== null || state.openMenu === 'canvas' || state.contextMenu !== null;
}

/** Shortcuts that copy, cut, save or export, by the key's place on the keyboard. */
const takingKeys: ReadonlySet<string> = new Set(['KeyC', 'KeyX', 'KeyS', 'KeyE']);

export function takesSomething(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): boolean {
  if (!takingKeys.has(event.code)) return false;
  return event.ctrlKey || event.metaKey || (event.altKey && event.shiftKey);
}

/** After this time the action of a shortcut or a click has read the scene. */
const readMilliseconds = 500;

/**
 * @param hide is called with true before a possible export, and with false afterwards.
 * @returns `watch`, to be called with each state of Excalidraw, and a function that ends it.
 */
export function guardExports(hide: (isHidden: boolean) => void): {
  readonly watch: (state: Parameters<typeof isAboutToExport>[0]) => void;
  readonly stop: () => void;
} {
  let isOpen = false;
  let timer: number | undefined;
  const update = (): void => hide(isOpen || timer !== undefined);
  const take = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = undefined;
      update();
    }, readMilliseconds);
    update();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (takesSomething(event)) take();
  };
  // Before Excalidraw, which listens on the document.
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('copy', take, { capture: true });
  window.addEventListener('cut', take, { capture: true });
  return {
    watch(state) {
      const isOpenNow = isAboutToExport(state);
      if (isOpenNow === isOpen) return;
      isOpen = isOpenNow;
      // A dialog may render after its menu has closed.
      if (isOpen) update();
      else take();
    },
    stop() {
      window.clearTimeout(timer);
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('copy', take, { capture: true });
      window.removeEventListener('cut', take, { capture: true });
    },
  };
}
