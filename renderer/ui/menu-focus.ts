/**
 * The focus after a dialog that a menu opened. A dialog returns the focus to the element that had it before; that would be
 * the menu's entry, which no longer exists by then. So the focus moves to the menu's button before the entry acts.
 *
 * Excalidraw's menus have no such button and return the focus themselves.
 *
 * @returns a function that ends this.
 */
export function focusMenuButtons(page: Document): () => void {
  const chosen = ({ target }: MouseEvent): void => {
    // Also `menuitemradio` and `menuitemcheckbox`.
    const menu =
      target instanceof Element ? target.closest('[role^="menuitem"]')?.closest('[role="menu"]') : null;
    const button = page.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
    button?.focus({ preventScroll: true });
  };
  // Before the entry's own listener.
  page.addEventListener('click', chosen, { capture: true });
  return () => page.removeEventListener('click', chosen, { capture: true });
}
