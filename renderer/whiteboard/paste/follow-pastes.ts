/** Passes checked clipboards to Excalidraw. */

import { maxAtOnce } from '../files/gradual.ts';
import { type CheckedPaste, checkPaste, type PasteProblem } from './paste-check.ts';

export interface PasteListener {
  refused(why: PasteProblem): void;
  /** Images of other computers, or elements that no board can have. */
  leftOut(what: 'images' | { readonly elements: number }): void;
  /** A drawing to be opened like a file. */
  drawing(text: string): void;
  /** Files of which Excalidraw would take the first one only. */
  several(files: readonly File[]): void;
}

/** Listens before Excalidraw. @returns a function that ends it. */
export function followPastes(board: HTMLElement, listener: PasteListener): () => void {
  /** Pastes that this module dispatched. */
  const passed = new WeakSet<Event>();
  const onPaste = (event: ClipboardEvent): void => {
    const { clipboardData, target } = event;
    if (passed.has(event) || clipboardData === null || !isIn(board, target)) return;
    // A field of Excalidraw's panels.
    if (target instanceof HTMLInputElement) return;
    const files = [...clipboardData.files];
    const isIntoText = target instanceof HTMLTextAreaElement;
    if (files.length > 1 && !isIntoText && !clipboardData.types.includes('text/plain')) {
      event.preventDefault();
      event.stopPropagation();
      listener.several(files);
      return;
    }
    const checked = checkPaste(
      {
        text: clipboardData.getData('text/plain'),
        html: clipboardData.getData('text/html'),
        hasFile: clipboardData.files.length > 0,
      },
      { maxAtOnce, isIntoText },
    );
    if (checked.result === 'as-is') return;
    event.preventDefault();
    event.stopPropagation();
    const text = textFor(checked, listener);
    if (text === undefined) return;
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const again = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    passed.add(again);
    target.dispatchEvent(again);
  };
  window.addEventListener('paste', onPaste, { capture: true });
  return () => window.removeEventListener('paste', onPaste, { capture: true });
}

/** Excalidraw reads the clipboard if a part of it has the focus. */
function isIn(board: HTMLElement, target: EventTarget | null): target is Element | Document {
  if (!(target instanceof Element) && target !== document) return false;
  return board.querySelector('.excalidraw')?.contains(document.activeElement) === true;
}

/** @returns undefined if Excalidraw receives nothing. */
function textFor(
  checked: Exclude<CheckedPaste, { readonly result: 'as-is' }>,
  listener: PasteListener,
): string | undefined {
  switch (checked.result) {
    case 'text':
      if (checked.leftOut !== undefined) listener.leftOut(checked.leftOut);
      return checked.text;
    case 'elements':
      if (checked.refused > 0) listener.leftOut({ elements: checked.refused });
      return checked.text;
    case 'drawing':
      listener.drawing(checked.text);
      return undefined;
    case 'refused':
      listener.refused(checked.why);
      return undefined;
  }
}
