/** All actions of a person. */

import type { Action, Step } from './action.ts';
import { boardActions } from './boards/boards.ts';
import { namingActions } from './boards/naming.ts';
import { viewingActions } from './boards/viewing.ts';
import { absenceActions } from './presence/absence.ts';
import { hurryingActions } from './presence/hurrying.ts';
import { placeActions } from './presence/places.ts';
import { claimingActions } from './tasks/claiming.ts';
import { draggingActions } from './tasks/dragging.ts';
import { taskActions } from './tasks/tasks.ts';
import { changingActions } from './whiteboard/changing.ts';
import { clearingActions } from './whiteboard/clearing.ts';
import { connectingActions } from './whiteboard/connecting.ts';
import { drawingActions } from './whiteboard/drawing.ts';
import { fileActions } from './whiteboard/files.ts';
import { togetherActions } from './whiteboard/together.ts';
import { undoingActions } from './whiteboard/undoing.ts';

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
  const action = byName.get(step.action);
  if (action === undefined) throw new RangeError(`no action “${step.action}”`);
  return action;
}
