/** Selects the elements that a person may change now: present, known to them, and unchanged by others in this burst. */

import type { BoardModel, Model, Person } from '../../model/model.ts';

export function touchable(model: Model, person: Person, board: BoardModel): readonly string[] {
  return [...board.elements]
    .filter(([label, { tracked }]) => tracked.look.there && mayChange(model, person, board, label))
    .map(([label]) => label);
}

/** Whether a change of the element by this person has exactly one correct result. */
export function mayChange(model: Model, { name }: Person, board: BoardModel, label: string): boolean {
  const tracked = board.elements.get(label)?.tracked;
  if (tracked === undefined || !model.mayTouch(name, board.name, tracked)) return false;
  const push = board.pushes.get(label);
  // The second person who pushes it learns its position only after both pushes have settled.
  return push === undefined || push.burst !== model.burst || push.by.length === 1;
}

/** Whether an arrow is bound to it. */
export function isConnected(board: BoardModel | undefined, label: string): boolean {
  return [...(board?.connections.values() ?? [])].some(
    ({ from, to, tracked }) => tracked.look.there && (from === label || to === label),
  );
}
