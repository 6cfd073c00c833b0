/**
 * Restricts Excalidraw's dialogs to the features of this board. The help's list of shortcuts is fixed: neither `UIOptions` nor any
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
    // Excalidraw focuses the second of the hidden links, and without the focus Escape does not close the help.
    window.requestAnimationFrame(() => {
      const help = document.querySelector('.HelpDialog');
      const content = help?.querySelector('.Modal__content');
      if (content instanceof HTMLElement && help?.contains(document.activeElement) === false) content.focus();
    });
  });
  observer.observe(document.body, { childList: true });
  return () => observer.disconnect();
}
