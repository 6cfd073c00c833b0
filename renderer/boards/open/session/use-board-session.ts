import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { type Opening, openBoard } from '../open-board.ts';
import { partsReader } from './view-parts.ts';

const opening: Opening = { state: 'opening' };

/** The closing boards of each shelf: resolves when their storage is released. */
const closings = new WeakMap<BoardShelf, Promise<void>>();

/**
 * Opens a board while the component is mounted, then closes it. The opening waits until the previously open board has
 * released its storage.
 *
 * @param attempt a new number tries again.
 */
export function useBoardSession(shelf: BoardShelf, id: string, attempt: number): Opening {
  const [current, setCurrent] = useState<{ readonly key: string; readonly opening: Opening }>();
  const key = `${attempt} ${id}`;

  useEffect(() => {
    let wanted = true;
    let session: BoardSession | undefined;
    const closed = closings.get(shelf) ?? Promise.resolve();
    const opened = closed
      .then(() => (wanted ? openBoard(shelf, id) : opening))
      .then((result) => {
        if (result.state === 'open') session = result.session;
        if (wanted) setCurrent({ key, opening: result });
      });
    return () => {
      wanted = false;
      const left = opened.then(() => session?.close()).catch((error: unknown) => console.error(error));
      closings.set(shelf, left);
    };
  }, [shelf, id, key]);

  return current?.key === key ? current.opening : opening;
}

/**
 * Parts of a session's view. The component renders again only when one of them changes, and not at each settled change of the board.
 *
 * @param names the same list at each call.
 */
export function useViewParts<Name extends keyof SessionView>(
  session: BoardSession,
  names: readonly Name[],
): Pick<SessionView, Name> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are always the same.
  const read = useMemo(() => partsReader(session, names), [session]);
  return useSyncExternalStore(
    useCallback((listener: () => void) => session.subscribe(listener), [session]),
    read,
  );
}
