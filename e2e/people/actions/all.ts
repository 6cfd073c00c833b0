/** Everything that a person may do. */

import { absenceActions } from './absence.ts';
import type { Action, Step } from './action.ts';
import { boardActions } from './boards.ts';
import { changingActions } from './changing.ts';
import { drawingActions } from './drawing.ts';
import { fileActions } from './files.ts';
import { hurryingActions } from './hurrying.ts';
import { placeActions } from './places.ts';
import { taskActions } from './tasks.ts';
import { undoingActions } from './undoing.ts';

export const actions: readonly Action[] = [
  ...boardActions,
  ...placeActions,
  ...drawingActions,
  ...hurryingActions,
  ...changingActions,
  ...undoingActions,
  ...fileActions,
  ...taskActions,
  ...absenceActions,
];

const byName = new Map(actions.map((action) => [action.name, action]));

/** @throws RangeError if there is no such action. */
export function actionOf(step: Step): Action {
  const action = byName.get(step.does);
  if (action === undefined) throw new RangeError(`nobody can “${step.does}”`);
  return action;
}
