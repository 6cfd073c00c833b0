import { type RefObject, useLayoutEffect } from 'react';

/**
 * The task list takes the focus when it is shown, so that the keyboard begins there and not at the top of the page. A focused element
 * keeps it, such as the tab that was pressed. No field takes it: a phone would open its keyboard, and the keys of the list would be text.
 */
export function useFocusOnTasks(panel: RefObject<HTMLElement | null>, isShown: boolean): void {
  useLayoutEffect(() => {
    const { activeElement, body } = document;
    // An element of the other tab, which is hidden now, loses the focus a moment later.
    const isFree =
      activeElement === null || activeElement === body || activeElement.getClientRects().length === 0;
    if (isShown && isFree) panel.current?.focus({ preventScroll: true });
  }, [panel, isShown]);
}
