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
import { framingActions } from './whiteboard/framing.ts';
import { libraryActions, libraryRemovals } from './whiteboard/library.ts';
import { linkingActions } from './whiteboard/linking.ts';
import { pictureActions } from './whiteboard/pictures.ts';
import { togetherActions } from './whiteboard/together.ts';
import { undoingActions } from './whiteboard/undoing.ts';
import { writingActions } from './whiteboard/writing.ts';

/** Those that may come anywhere in a burst. */
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

/**
 * Actions that may end a person's part of a burst. They have a random sequence of their own: a new one changes fewer plans, and so
 * fewer of the runs that are recorded with the breaks.
 */
export const lastActions: readonly Action[] = [...writingActions, ...linkingActions, ...libraryActions];

/** Actions that may follow those, with a third random sequence. */
export const laterActions: readonly Action[] = [...libraryRemovals];

/**
 * Actions that may end a person's part of a burst, with a fourth random sequence. The recorded runs of most breaks omit them, so
 * that a new one changes none of these runs.
 */
export const newestActions: readonly Action[] = [...framingActions, ...pictureActions];

export const allActions: readonly Action[] = [...actions, ...lastActions, ...laterActions, ...newestActions];

const byName = new Map(allActions.map((action) => [action.name, action]));

/** @throws RangeError if there is no such action. */
export function actionOf(step: Step): Action {
  const action = byName.get(step.action);
  if (action === undefined) throw new RangeError(`no action “${step.action}”`);
  return action;
}
