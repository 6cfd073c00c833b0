import { useRef } from 'react';

export interface MenuReturn {
  /** To be called in the click on an entry of a menu: remembers the button of that menu. */
  remember(): void;
  /** To be called when the dialog that the entry opened closes: the focus returns to that button. */
  restore(): void;
}

/** For a dialog that a menu opens: its entry, which had the focus, no longer exists when the dialog closes. */
export function useMenuReturn(): MenuReturn {
  const button = useRef<HTMLElement>(null);
  return {
    remember() {
      const menu = document.activeElement?.closest('[role="menu"]');
      button.current = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
    },
    // After the dialog's own handling of the focus.
    restore() {
      setTimeout(() => button.current?.focus(), 0);
    },
  };
}
