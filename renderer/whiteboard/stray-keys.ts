/**
 * Passes keys without a focused element to the whiteboard.
 *
 * Excalidraw handles keys only while it has the focus. The page's body receives the focus when a dialog closes, when the focused
 * button is removed, or when a person clicks beside the board; then letters, Ctrl+Z and Escape would have no effect.
 * Excalidraw's own dialogs do not take the focus when they open, so their Escape would have no effect, either.
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

/** The body has the focus, or the whiteboard's tab after a click. Keys that move the focus stay with the page. */
function isStray({ target, key, isComposing }: KeyboardEvent): boolean {
  if (isComposing || key === 'Tab' || key === 'Process') return false;
  if (target === document.body) return true;
  return target instanceof Element && target.closest('[role="tab"]') !== null && !tabKeys.has(key);
}

/** Excalidraw's dialogs are children of the body, within this element. */
const excalidrawDialogs = '.excalidraw-modal-container';

/** A dialog of the page has its own keys; Excalidraw's dialogs and pickers count as part of the whiteboard. */
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
