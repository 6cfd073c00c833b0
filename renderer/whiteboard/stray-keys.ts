/**
 * Gives keys to the whiteboard that nothing on the page has.
 *
 * Excalidraw takes keys only while it has the focus. The focus falls to the page's body when a dialog closes, when the
 * focused button goes, or when a person clicks beside the board; then letters, Ctrl+Z and Escape would do nothing.
 * Excalidraw's own dialogs do not take the focus when they open, so their Escape would do nothing, either.
 */

/** @returns a function that ends it. */
export function followStrayKeys(board: HTMLElement): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isStray(event) || board.offsetParent === null) return;
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

/** Keys by which a person moves between tabs, or opens one. */
const tabKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'Enter',
  ' ',
]);

/** Nothing has it, or the whiteboard's own tab that was clicked just now. Keys that move the focus are the page's. */
function isStray({ target, key, isComposing }: KeyboardEvent): boolean {
  if (isComposing || key === 'Tab' || key === 'Process') return false;
  if (target === document.body) return true;
  return target instanceof Element && target.closest('[role="tab"]') !== null && !tabKeys.has(key);
}

/** Excalidraw's dialogs are children of the body, in such an element. */
const excalidrawDialogs = '.excalidraw-modal-container';

/** A dialog of the page has its own keys, one of Excalidraw's is in front of its board, and its pickers are part of it. */
function targetIn(board: HTMLElement): HTMLElement | undefined {
  let target = board.querySelector<HTMLElement>('.excalidraw') ?? undefined;
  for (const dialog of document.querySelectorAll('[role="dialog"], [role="alertdialog"]')) {
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
