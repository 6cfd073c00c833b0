/**
 * Passes keys to the whiteboard while the focus is elsewhere.
 *
 * Excalidraw handles keys only while it has the focus. A button of the header has it after its dialog has closed; the page's body
 * receives it when the focused button is removed, or when a person clicks beside the board. Then letters, Ctrl+Z and Escape
 * would have no effect. Excalidraw's own dialogs do not take the focus when they open, so their Escape would have no effect, either.
 */

import { openDialogs } from '../ui/closing.ts';
import { isFreeKey } from '../ui/keys/free-keys.ts';

/** @returns a function that ends it. */
export function followStrayKeys(board: HTMLElement): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isStray(event, board) || board.offsetParent === null) return;
    const target = targetIn(board);
    if (target === undefined) return;
    // The events after the key (the letter's input, `copy`, `paste`, `keyup`) go to the focused element.
    target.focus({ preventScroll: true });
    event.stopPropagation();
    if (!target.dispatchEvent(new KeyboardEvent('keydown', initOf(event)))) event.preventDefault();
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

/** Excalidraw receives the keys of its own parts. */
function isStray(event: KeyboardEvent, board: HTMLElement): boolean {
  const { target } = event;
  if (!(target instanceof Element) || target === document.body) return isFreeKey(undefined, event);
  return board.querySelector('.excalidraw')?.contains(target) !== true && isFreeKey(target, event);
}

/** Excalidraw's dialogs are children of the body, within this element. */
const excalidrawDialogs = '.excalidraw-modal-container';

/** A dialog of the page has its own keys; Excalidraw's dialogs and pickers count as part of the whiteboard. */
function targetIn(board: HTMLElement): HTMLElement | undefined {
  let target = board.querySelector<HTMLElement>('.excalidraw') ?? undefined;
  for (const dialog of openDialogs(document)) {
    if (board.contains(dialog)) continue;
    if (dialog.closest(excalidrawDialogs) === null) return undefined;
    target = dialog.querySelector<HTMLElement>('[tabindex="0"]') ?? target;
  }
  return target;
}

function initOf(event: KeyboardEvent): KeyboardEventInit {
  const { key, code, keyCode, location, repeat, ctrlKey, shiftKey, altKey, metaKey } = event;
  return {
    key,
    code,
    keyCode,
    location,
    repeat,
    ctrlKey,
    shiftKey,
    altKey,
    metaKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  };
}
