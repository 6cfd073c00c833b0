/** Undo and redo on the whiteboard, by key and by button. */

import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { notifications } from '@mantine/notifications';
import { type RefObject, useEffect } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { Turned, TurnWay } from '#app/session/changes/undo/element-history.ts';
import { isLargeDeletion } from '../deletion/deletion.ts';
import type { Following } from '../scene/follow.ts';
import { undoTexts } from './texts.ts';
import { registerUndo } from './undo-actions.tsx';

/** @param ask confirms a deletion of most of the board. */
export function useUndo(
  session: BoardSession,
  api: ExcalidrawImperativeAPI | undefined,
  following: RefObject<Following | undefined>,
  ask: (ids: readonly string[]) => void,
): void {
  useEffect(() => {
    if (api === undefined) return;
    const turn = (way: TurnWay): void => {
      following.current?.sync.flush();
      const deleted = session.undo.deletes(way);
      if (isLargeDeletion(deleted, session.elements())) ask(deleted);
      else announce(session.undo.turn(way));
    };
    registerUndo(api, session.undo, turn);
  }, [api, session, following, ask]);
}

function announce(turned: Turned | undefined): void {
  if (turned === undefined || turned.left === 0) return;
  const message = turned.undone === 0 ? undoTexts.none : undoTexts.partly({ left: turned.left });
  notifications.show({ id: 'undo', message });
}
