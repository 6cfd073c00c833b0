/** The condition for actions that change all tasks or the whole drawing of a board. */

import type { BoardModel, Model, Person } from '../model/model.ts';
import type { Tracked } from '../model/tracked.ts';

/** Whether all members are present and know all of `items`, and no other person has changed one of them in this burst. */
export function hasExclusively(
  model: Model,
  { name }: Person,
  board: BoardModel,
  items: readonly { readonly tracked: Tracked<unknown> }[],
): boolean {
  if (model.present(board.name).length < board.members.length) return false;
  return items.every(
    ({ tracked }) =>
      (tracked.touched.burst !== model.burst || tracked.touched.by === name) &&
      board.members.every((member) => tracked.isKnownTo(member) || tracked.touched.by === name),
  );
}
