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
      const content = topContent();
      if (content?.contains(document.activeElement) === false) content.focus();
    });
  });
  observer.observe(document.body, { childList: true });
  document.addEventListener('keydown', keepFocus, { capture: true });
  return () => {
    observer.disconnect();
    document.removeEventListener('keydown', keepFocus, { capture: true });
  };
}

/** The dialog on top. */
function topContent(): HTMLElement | undefined {
  const contents = document.querySelectorAll<HTMLElement>(
    '.excalidraw-modal-container > .Modal > .Modal__content',
  );
  return [...contents].at(-1);
}

/** Excalidraw’s own rule counts hidden elements, such as the links of the help, and does nothing in a dialog without any. */
function keepFocus(event: KeyboardEvent): void {
  const content = event.key === 'Tab' ? topContent() : undefined;
  if (content?.contains(document.activeElement) !== true) return;
  const stops = [
    ...content.querySelectorAll<HTMLElement>(
      'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]',
    ),
  ].filter((element) => element.getClientRects().length > 0);
  const [first = content, last = content] = [stops[0], stops.at(-1)];
  const { activeElement } = document;
  const isAtEnd = event.shiftKey
    ? activeElement === first || activeElement === content
    : activeElement === last || stops.length === 0;
  if (!isAtEnd) return;
  event.preventDefault();
  event.stopPropagation();
  (event.shiftKey ? last : first).focus();
}
