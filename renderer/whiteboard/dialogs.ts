/**
 * Restricts Excalidraw's dialogs to the features of this board, and gives them the focus. The help's list of shortcuts is fixed: neither `UIOptions` nor any
 * other property leaves entries out (0.18.1). Its links lead outside and are hidden by `whiteboard.css`.
 */

import { isOffered } from './palette/offered.ts';

/** Hides entries and links whenever a dialog opens. @returns a function that ends it. */
export function trimDialogs(): () => void {
  // Excalidraw appends its dialogs to the body.
  const observer = new MutationObserver(() => {
    for (const entry of document.querySelectorAll('.HelpDialog__shortcut')) {
      const label = entry.firstElementChild?.textContent?.trim() ?? '';
      if (entry instanceof HTMLElement && !isOffered(label)) entry.hidden = true;
    }
    // Without the focus Escape does not close a dialog, and the keys go to the page behind it. Excalidraw focuses the second of the
    // hidden links of the help, and nothing in a dialog without fields and buttons, as that with an error.
    window.requestAnimationFrame(() => {
      const dialog = [...document.querySelectorAll('.excalidraw-modal-container > .Modal')].at(-1);
      const content = dialog?.querySelector('.Modal__content');
      if (content instanceof HTMLElement && dialog?.contains(document.activeElement) === false)
        content.focus();
    });
  });
  observer.observe(document.body, { childList: true });
  return () => observer.disconnect();
}
