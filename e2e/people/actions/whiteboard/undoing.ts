/** Undoing one's own changes, and redoing them. */

import { gapOf } from '../../model/cells.ts';
import { isShown } from '../../model/looks.ts';
import type { Deed, Element, ElementLook, Model, Person } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { World } from '../../world.ts';
import { type Action, action, drawingBoard, nothing } from '../action.ts';
import { isConnected, mayChange } from './touchable.ts';

/** A selection counts as something to undo, too, so one deed may take several presses. */
const maxPresses = 6;

interface Undoing {
  readonly element: Element;
  readonly look: ElementLook;
}

const undo = action<object, Undoing>({
  name: 'undo',
  weight: 9,
  args: nothing,
  propose: () => ({}),
  isPossible: (model, person) => isLatest(model, person, person.undo.at(-1)),
  happens(model, person) {
    const deed = person.undo.pop();
    if (deed !== undefined) person.redo.push(deed);
    return turn(model, person, deed, deed?.before);
  },
  perform: (world, name, _, undoing) => press(world, name, 'Control+z', undoing),
  describe: () => 'presses Ctrl+Z until the latest thing is undone',
});

const redo = action<object, Undoing>({
  name: 'redo',
  weight: 12,
  args: nothing,
  propose: () => ({}),
  isPossible: (model, person) => isLatest(model, person, person.redo.at(-1)),
  happens(model, person) {
    const deed = person.redo.pop();
    if (deed !== undefined) person.undo.push(deed);
    return turn(model, person, deed, deed?.after);
  },
  perform: (world, name, _, undoing) => press(world, name, 'Control+Shift+z', undoing),
  describe: () => 'presses Ctrl+Shift+Z until it is done again',
});

export const undoingActions: readonly Action[] = [undo, redo];

function isLatest(model: Model, person: Person, deed: Deed | undefined): boolean {
  const board = drawingBoard(model, person);
  if (board === undefined || deed === undefined) return false;
  const isKept = isConnected(board, deed.element);
  // An arrow that loses its shape has no place that the model knows.
  if (isKept && !(deed.before.there && deed.after.there)) return false;
  return mayChange(model, person, board, deed.element);
}

function turn(model: Model, person: Person, deed: Deed | undefined, look: ElementLook | undefined): Undoing {
  const element = deed === undefined ? undefined : drawingBoard(model, person)?.elements.get(deed.element);
  if (deed === undefined || look === undefined || element === undefined)
    throw new RangeError('nothing to undo');
  model.changeElement(person.name, deed.element, element, look);
  return { element, look };
}

async function press(world: World, name: Name, keys: string, { element, look }: Undoing): Promise<void> {
  const window = world.window(name);
  await window.takeTool('selection');
  await window.click(gapOf(element.cell));
  const isDone = async () => isShown(element, look, (await window.see()).scene ?? []);
  for (let presses = 0; presses < maxPresses && !(await isDone()); presses += 1) {
    await window.page.keyboard.press(keys);
  }
  const what = `the ${element.shape} in cell ${element.cell} ${look.there ? 'as it was' : 'gone'} after ${keys}`;
  await window.shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}
