/** Large deletions of this person: confirmed first, with an undo afterwards. */

import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { livingIds } from '../files/placing.ts';
import type { Following } from '../scene/follow.ts';
import { bringBack, deletionOf, deletions, stillDeleted } from './deleted-memory.ts';

export interface Deletions {
  /** The unconfirmed deletion; undefined if there is none. */
  readonly asked: readonly string[] | undefined;
  /** The number of elements that can be restored. */
  readonly recoverable: number;
  ask(ids: readonly string[]): void;
  /** Asks to delete everything. */
  clear(): void;
  confirm(): void;
  cancel(): void;
  /** These were deleted by another confirmed action. */
  remember(ids: readonly string[]): void;
  bringBack(): void;
  dismiss(): void;
}

export function useDeletions(session: BoardSession, following: RefObject<Following | undefined>): Deletions {
  const { boardId } = session.view();
  const [asked, setAsked] = useState<readonly string[]>();
  const [deleted, setDeleted] = useState<readonly string[]>(() => deletions.get(boardId) ?? []);
  const [recoverable, setRecoverable] = useState<readonly string[]>([]);

  // Others may restore some of them, or a reload may precede the settlement of the deletion.
  useEffect(() => {
    const look = (): void => {
      const still = stillDeleted(deleted, (id) => session.element(id));
      // The same list while there is nothing to restore.
      setRecoverable((before) => (before.length === 0 && still.length === 0 ? before : still));
    };
    look();
    return deleted.length === 0 ? undefined : session.subscribeElements(look);
  }, [session, deleted]);

  const remember = useCallback(
    (ids: readonly string[]) => {
      deletions.set(boardId, ids.length === 0 ? undefined : ids);
      setDeleted(ids);
    },
    [boardId],
  );
  const clear = useCallback(() => {
    const ids = livingIds(session.elements());
    if (ids.length > 0) setAsked(ids);
  }, [session]);
  const cancel = useCallback(() => setAsked(undefined), []);
  const confirm = useCallback(() => {
    setAsked(undefined);
    if (asked === undefined) return;
    following.current?.sync.submit(deletionOf(asked));
    remember(asked);
  }, [asked, following, remember]);
  const restore = useCallback(() => {
    following.current?.sync.submit(bringBack(recoverable));
    remember([]);
  }, [recoverable, following, remember]);
  const dismiss = useCallback(() => remember([]), [remember]);

  return useMemo(
    () => ({
      asked,
      recoverable: recoverable.length,
      ask: setAsked,
      clear,
      confirm,
      cancel,
      remember,
      bringBack: restore,
      dismiss,
    }),
    [asked, recoverable, clear, confirm, cancel, remember, restore, dismiss],
  );
}
