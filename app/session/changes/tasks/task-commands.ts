/** The commands of a card's basic changes, from this device's board. */

import type { TaskChange } from '#app/session/api.ts';
import type { BoardCommandBody, ColumnId } from '#shared/board/commands.ts';
import { positionBefore } from '#shared/board/order/position.ts';
import type { BoardView } from '#shared/board/state.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';

/** Only the given fields change. */
export function taskEdit(
  id: string,
  { title, titleWas, notes, notesWere, due }: TaskChange,
): BoardCommandBody {
  return {
    type: 'task/edit',
    id,
    ...(title === undefined ? {} : { title: wellFormed(title) }),
    ...(titleWas === undefined ? {} : { titleWas }),
    ...(notes === undefined ? {} : { notes: wellFormed(notes) }),
    ...(notesWere === undefined ? {} : { notesWere }),
    ...(due === undefined ? {} : { due }),
    log: true,
  };
}

/** @param before the card that will follow; absent at the end of `column`. */
export function taskMove(
  shown: Pick<BoardView, 'task' | 'tasks'>,
  id: string,
  column: ColumnId,
  before: string | undefined,
): BoardCommandBody {
  const position = positionBefore(shown.tasks(column), id, before);
  const from = shown.task(id)?.column;
  const expected = from === undefined ? {} : { from };
  return { type: 'task/move', id, column, position, ...expected, log: true };
}
