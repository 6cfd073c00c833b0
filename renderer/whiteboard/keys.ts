/** Shortcuts of the whiteboard. */

import { isFreeKey } from '../ui/keys/free-keys.ts';

/** Not in a field or a dialog of the page, nor while another tab is shown. Excalidraw's own dialogs count as the whiteboard. */
export function isForWhiteboard(event: KeyboardEvent): boolean {
  const board = document.querySelector<HTMLElement>('.pb-whiteboard');
  if (board === null || board.offsetParent === null) return false;
  const { target } = event;
  if (target instanceof Element && target.closest('.excalidraw') !== null) return true;
  return isFreeKey(target instanceof Element && target !== document.body ? target : undefined, event);
}
