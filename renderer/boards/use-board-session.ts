import { useEffect, useState, useSyncExternalStore } from 'react';
import { BoardOpenElsewhere, type BoardSession, type BoardShelf } from '#app/session/api.ts';
import type { SessionView } from '#app/session/view.ts';
import { failures } from '../texts.ts';
import { failureSentence } from '../ui/failure-sentence.ts';

export type Opening =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly session: BoardSession }
  | { readonly state: 'elsewhere' }
  | { readonly state: 'unknown' }
  /** `why` is a sentence for a person. */
  | { readonly state: 'failed'; readonly why: string };

const opening: Opening = { state: 'opening' };

/** What the boards of a shelf that were left are still busy with: letting go of their storage. */
const closings = new WeakMap<BoardShelf, Promise<void>>();

/**
 * Opens a board while the component is there, and closes it afterwards. Opening waits until the board that was open
 * before has let go of its storage.
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

async function openBoard(shelf: BoardShelf, id: string): Promise<Opening> {
  try {
    const known = await shelf.list();
    if (!known.some((board) => board.id === id)) return { state: 'unknown' };
    return { state: 'open', session: await shelf.open(id) };
  } catch (error) {
    if (error instanceof BoardOpenElsewhere) return { state: 'elsewhere' };
    console.error(error);
    return { state: 'failed', why: failureSentence(error) ?? failures.open(String(error)) };
  }
}

export function useSessionView(session: BoardSession): SessionView {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.view(),
  );
}
