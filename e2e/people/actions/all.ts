/** Everything that a person may do. */

import { absenceActions } from './absence.ts';
import type { Action, Step } from './action.ts';
import { boardActions } from './boards.ts';
import { changingActions } from './changing.ts';
import { claimingActions } from './claiming.ts';
import { clearingActions } from './clearing.ts';
import { connectingActions } from './connecting.ts';
import { draggingActions } from './dragging.ts';
import { drawingActions } from './drawing.ts';
import { fileActions } from './files.ts';
import { hurryingActions } from './hurrying.ts';
import { namingActions } from './naming.ts';
import { placeActions } from './places.ts';
import { taskActions } from './tasks.ts';
import { togetherActions } from './together.ts';
import { undoingActions } from './undoing.ts';
import { viewingActions } from './viewing.ts';

export const actions: readonly Action[] = [
  ...boardActions,
  ...placeActions,
  ...drawingActions,
  ...hurryingActions,
  ...changingActions,
  ...togetherActions,
  ...connectingActions,
  ...clearingActions,
  ...undoingActions,
  ...fileActions,
  ...taskActions,
  ...claimingActions,
  ...draggingActions,
  ...namingActions,
  ...viewingActions,
  ...absenceActions,
];

const byName = new Map(actions.map((action) => [action.name, action]));

/** @throws RangeError if there is no such action. */
export function actionOf(step: Step): Action {
  const action = byName.get(step.does);
  if (action === undefined) throw new RangeError(`nobody can “${step.does}”`);
  return action;
}
