import { type RefObject, useLayoutEffect } from 'react';

/**
 * After a board the focus is on its row in the list, or on the first field of the page (the name of a new board) if the list does not
 * have it. The page's body would have it otherwise, and the keyboard would begin at the top.
 *
 * @param left absent if no board was shown before.
 * @param isListed whether the boards are shown.
 */
export function useFocusAfterBoard(
  page: RefObject<HTMLElement | null>,
  left: string | undefined,
  isListed: boolean,
): void {
  useLayoutEffect(() => {
    if (left === undefined || !isListed || document.activeElement !== document.body) return;
    const row = page.current?.querySelector<HTMLElement>(`[data-open="${CSS.escape(left)}"]`);
    (row ?? page.current?.querySelector('input'))?.focus();
  }, [page, left, isListed]);
}
