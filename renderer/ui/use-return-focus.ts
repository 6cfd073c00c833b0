import { useLayoutEffect } from 'react';

/** For a dialog that is drawn only while it is open: when it goes, the keyboard is where it was before. */
export function useReturnFocus(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
