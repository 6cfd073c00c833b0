/**
 * A finger that rests on the canvas opens Excalidraw's context menu, below itself. Some browsers report a click when that finger is lifted,
 * and the click would choose the entry that happens to be there.
 */

/** @returns a function that ends it. */
export function followLongPresses(board: HTMLElement): () => void {
  let last: PointerEvent | undefined;
  const onPointerDown = (event: PointerEvent): void => {
    last = event;
  };
  const onClick = (event: MouseEvent): void => {
    // A click by the keyboard or by a screen reader has no count.
    if (last?.pointerType !== 'touch' || event.detail === 0) return;
    if (menuAt(event) === undefined || menuAt(last) !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };
  board.addEventListener('pointerdown', onPointerDown, { capture: true });
  board.addEventListener('click', onClick, { capture: true });
  return () => {
    board.removeEventListener('pointerdown', onPointerDown, { capture: true });
    board.removeEventListener('click', onClick, { capture: true });
  };
}

function menuAt({ target }: Event): Element | undefined {
  return (target instanceof Element && target.closest('.context-menu')) || undefined;
}
