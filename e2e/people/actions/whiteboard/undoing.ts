/** Actions: undo the person's latest change, and redo it. */

import { gapOf } from '../../model/cells.ts';
import { isShown } from '../../model/looks.ts';
import type { Element, ElementLook, Model, Person, UndoStep } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { World } from '../../world.ts';
import { type Action, action, drawingBoard, noArgs } from '../action.ts';
import { isConnected, mayChange } from './touchable.ts';

interface Undoing {
  readonly element: Element;
  readonly look: ElementLook;
}

const undo = action<object, Undoing>({
  name: 'undo',
  weight: 9,
  args: noArgs,
  propose: () => ({}),
  isPossible: (model, person) => isLatest(model, person, person.undo.at(-1)),
  apply(model, person) {
    const deed = person.undo.pop();
    if (deed !== undefined) person.redo.push(deed);
    return turn(model, person, deed, deed?.before);
  },
  perform: (world, name, _, undoing) => press(world, name, 'Control+z', undoing),
  describe: () => 'presses Ctrl+Z, which undoes the latest change',
});

const redo = action<object, Undoing>({
  name: 'redo',
  weight: 12,
  args: noArgs,
  propose: () => ({}),
  isPossible: (model, person) => isLatest(model, person, person.redo.at(-1)),
  apply(model, person) {
    const deed = person.redo.pop();
    if (deed !== undefined) person.undo.push(deed);
    return turn(model, person, deed, deed?.after);
  },
  perform: (world, name, _, undoing) => press(world, name, 'Control+Shift+z', undoing),
  describe: () => 'presses Ctrl+Shift+Z, which redoes the change',
});

export const undoingActions: readonly Action[] = [undo, redo];

function isLatest(model: Model, person: Person, deed: UndoStep | undefined): boolean {
  const board = drawingBoard(model, person);
  if (board === undefined || deed === undefined) return false;
  const isKept = isConnected(board, deed.element);
  // The model does not know the position of an arrow that loses its shape.
  if (isKept && !(deed.before.there && deed.after.there)) return false;
  return mayChange(model, person, board, deed.element);
}

function turn(
  model: Model,
  person: Person,
  deed: UndoStep | undefined,
  look: ElementLook | undefined,
): Undoing {
  const element = deed === undefined ? undefined : drawingBoard(model, person)?.elements.get(deed.element);
  if (deed === undefined || look === undefined || element === undefined)
    throw new RangeError('nothing to undo');
  model.changeElement(person.name, deed.element, element, look);
  return { element, look };
}

async function press(world: World, name: Name, keys: string, { element, look }: Undoing): Promise<void> {
  const window = world.window(name);
  await window.selectTool('selection');
  await window.click(gapOf(element.cell));
  await window.page.keyboard.press(keys);
  const what = `the ${element.shape} in cell ${element.cell} ${look.there ? 'restored' : 'deleted'} after ${keys}`;
  await window.shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}
