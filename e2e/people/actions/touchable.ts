/** The elements that a person may change now: there, known to them, and changed by nobody else in this burst. */

import type { BoardModel, Model, Person } from '../model.ts';

export function touchable(model: Model, person: Person, board: BoardModel): readonly string[] {
  return [...board.elements]
    .filter(([, { tracked }]) => tracked.look.there && model.mayTouch(person.name, board.name, tracked))
    .map(([label]) => label);
}
