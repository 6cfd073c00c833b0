/** Which of the open dialogs and drawers is on top. */

import { useLayoutEffect, useState, useSyncExternalStore } from 'react';

const open: symbol[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether no other dialog was opened after this one. */
export function useIsOnTop(opened: boolean): boolean {
  const [key] = useState(() => Symbol('dialog'));
  useLayoutEffect(() => {
    if (!opened) return;
    open.push(key);
    changed();
    return () => {
      // After the press that closes it, or the one below would close with the same press.
      setTimeout(() => {
        open.splice(open.indexOf(key), 1);
        changed();
      }, 0);
    };
  }, [opened, key]);
  return useSyncExternalStore(subscribe, () => !open.includes(key) || open.at(-1) === key);
}
