/** A closing dialog is part of the page for two frames or more, and may have the focus. It is inert, and takes no keys. */

const closing = '[inert]';

/** Whether the element is in a dialog that closes. */
export function isClosing(element: Pick<Element, 'closest'>): boolean {
  return element.closest(closing) !== null;
}

/** The dialogs that take the keys. @param root the document. */
export function openDialogs(root: Pick<Document, 'querySelectorAll'>): readonly Element[] {
  return [...root.querySelectorAll('[role="dialog"], [role="alertdialog"]')].filter(
    (dialog) => !isClosing(dialog),
  );
}
