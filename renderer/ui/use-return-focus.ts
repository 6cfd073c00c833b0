import { useLayoutEffect } from 'react';

/** For a dialog that is mounted only while it is open: at its end the focus returns to its previous element. */
export function useReturnFocus(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
