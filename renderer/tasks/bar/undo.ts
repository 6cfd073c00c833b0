/** Undo and redo of the task list, with a notice of the result. */

import { notifications } from '@mantine/notifications';
import type { BoardSession } from '#app/session/api.ts';
import { bar as texts } from './texts.ts';

export function undoWithNotice(session: BoardSession): void {
  const outcome = session.cards.undo();
  const message =
    outcome === undefined
      ? texts.nothingToUndo
      : outcome.left === 0
        ? texts.undone({ count: outcome.undone })
        : outcome.undone === 0
          ? texts.notUndone
          : texts.partlyUndone({ undone: outcome.undone, left: outcome.left });
  notifications.show({ message });
}

export function redoWithNotice(session: BoardSession): void {
  const outcome = session.cards.redo();
  const message =
    outcome === undefined
      ? texts.nothingToRedo
      : outcome.left === 0
        ? texts.redone({ count: outcome.undone })
        : outcome.undone === 0
          ? texts.notUndone
          : texts.partlyRedone({ undone: outcome.undone, left: outcome.left });
  notifications.show({ message });
}
