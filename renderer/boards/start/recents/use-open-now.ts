import { useEffect, useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';

/** The interval of questions while the list of boards is visible. */
const lookMilliseconds = 10_000;

const none: ReadonlySet<string> = new Set();

/** The ids of boards that are open on another device now. @param hasBoards without boards nobody is asked. */
export function useOpenNow(shelf: BoardShelf, hasBoards: boolean): ReadonlySet<string> {
  const [open, setOpen] = useState(none);
  useEffect(() => {
    if (!hasBoards) return setOpen(none);
    let isWanted = true;
    let timer = 0;
    const look = async (): Promise<void> => {
      window.clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        const found = await shelf.openNow().catch((error: unknown) => {
          console.warn('The open boards are not known.', error);
          return none;
        });
        if (!isWanted) return;
        setOpen(found);
      }
      timer = window.setTimeout(look, lookMilliseconds);
    };
    void look();
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [shelf, hasBoards]);
  return open;
}
