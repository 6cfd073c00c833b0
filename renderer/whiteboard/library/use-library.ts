/** The board's library in Excalidraw's library panel. */

import type { ExcalidrawImperativeAPI, LibraryItems } from '@excalidraw/excalidraw/types';
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { LibrarySync } from './library-sync.ts';
import { ownLibrary } from './own-library.ts';
import { libraryTexts } from './texts.ts';

export interface WhiteboardLibrary {
  /** For Excalidraw. */
  readonly changed: (items: LibraryItems) => void;
  /** Adds a file, or the items that earlier versions kept on this device. */
  readonly add: (items: LibraryItems | Blob) => void;
  /** Of this device, not on this board. */
  readonly own: LibraryItems;
}

export function useLibrary(
  session: BoardSession,
  api: ExcalidrawImperativeAPI | undefined,
  ready: boolean,
): WhiteboardLibrary {
  const sync = useRef<LibrarySync>(undefined);
  const [own, setOwn] = useState<LibraryItems>([]);
  useEffect(() => {
    if (api === undefined || !ready) return;
    const current = new LibrarySync({
      session,
      show: (libraryItems) => void api.updateLibrary({ libraryItems, merge: false }),
      unusable: (count) => notifications.show({ message: libraryTexts.unusable({ count }), color: 'yellow' }),
      failed: (reason) => {
        console.warn('The library of a board was not changed.', reason);
        notifications.show({ message: libraryTexts.notChanged, color: 'red' });
      },
    });
    sync.current = current;
    let shown: unknown;
    const follow = (): void => {
      const { library } = session.view();
      if (library === shown) return;
      shown = library;
      current.boardChanged();
    };
    follow();
    const stop = session.subscribe(follow);
    return () => {
      sync.current = undefined;
      stop();
    };
  }, [session, api, ready]);
  useEffect(() => {
    void ownLibrary().then((items) => {
      if (items.length > 0) setOwn(items);
    });
  }, []);
  const changed = useCallback((items: LibraryItems) => sync.current?.reported(items), []);
  const add = useCallback(
    (libraryItems: LibraryItems | Blob) => {
      api
        ?.updateLibrary({ libraryItems, merge: true, openLibraryMenu: true })
        .catch(() => notifications.show({ message: libraryTexts.noLibrary, color: 'red' }));
    },
    [api],
  );
  return useMemo(() => ({ changed, add, own }), [changed, add, own]);
}
