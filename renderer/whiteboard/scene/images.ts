/**
 * Keeps images from being pasted or dropped onto the whiteboard: they carry files, which the board does not agree on,
 * and others would see a broken picture.
 */

import { isDrawing } from '../files/file-types.ts';

interface Transferred {
  readonly files: ArrayLike<{ readonly type: string }>;
}

/** Whether something that is pasted or dropped is, or brings along, a picture in a file. */
export function bringsImage(transferred: Transferred | null): boolean {
  return Array.from(transferred?.files ?? []).some((file) => file.type.startsWith('image/'));
}

/**
 * Turns images away before Excalidraw sees them.
 *
 * @param board the element that holds the whiteboard; what is pasted while it is hidden, or into a field, is let be.
 * @returns a function that ends it.
 */
export function turnImagesAway(board: HTMLElement, onImage: () => void): () => void {
  const turnAway = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    onImage();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (inField || board.offsetParent === null || !bringsImage(event.clipboardData)) return;
    turnAway(event);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text !== '') pasteText(text);
  };
  const onDrop = (event: DragEvent): void => {
    // A picture may hold a drawing: `OpenFileDialog` looks into it.
    const isOpened = Array.from(event.dataTransfer?.files ?? []).some(isDrawing);
    if (!isOpened && bringsImage(event.dataTransfer)) turnAway(event);
  };
  // Excalidraw listens at the document, so this has to be earlier on the way.
  window.addEventListener('paste', onPaste, { capture: true });
  board.addEventListener('drop', onDrop, { capture: true });
  return () => {
    window.removeEventListener('paste', onPaste, { capture: true });
    board.removeEventListener('drop', onDrop, { capture: true });
  };
}

/** The text that came beside an image, for Excalidraw, as if it had come alone. */
function pasteText(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}
