import { useLayoutEffect } from 'react';
import { isClosing } from '../closing.ts';

/**
 * At the end of a dialog the focus returns to the element that had it before. If that is gone (the row that the dialog has removed), the
 * part of the page around it gets the focus, such as a dialog below this one. A focus that the end has moved itself stays.
 *
 * Mantine's own return waits 10 ms, in which keys are lost, and does nothing if the element is gone.
 */
export function useReturnFocus(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    const around = before?.parentElement?.closest('[tabindex="-1"]');
    return () => {
      // The row may be removed after this, in the same update of the page.
      queueMicrotask(() => {
        const { activeElement, body } = document;
        if (activeElement !== null && activeElement !== body && !isClosing(activeElement)) return;
        const next = [before, around].find((element) => element?.isConnected);
        if (next instanceof HTMLElement) next.focus();
      });
    };
  }, [opened]);
}
