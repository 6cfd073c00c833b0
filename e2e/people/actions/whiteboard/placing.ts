/** Places a new element on the whiteboard and in the model. */

import { absent, isShown } from '../../model/looks.ts';
import type { BoardModel, Element, ElementLook, Model, Person } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import { Tracked } from '../../model/tracked.ts';
import type { World } from '../../world.ts';
import { drawingBoard } from '../action.ts';

/** Elements on a board, removed ones included, at most: a run tests actions, not sizes. */
const maxElements = 60;

export function hasRoom(board: BoardModel | undefined): board is BoardModel {
  return board !== undefined && board.elements.size < maxElements;
}

export interface Made {
  readonly look: ElementLook;
}

/** The characters of a text, short enough for its cell. */
export function textOf(label: string): string {
  return label.replace('’s text', '');
}

export function nextCell(board: BoardModel): number {
  return Math.max(-1, ...[...board.elements.values()].map(({ cell }) => cell)) + 1;
}

export function isFree(board: BoardModel, cell: number): boolean {
  return ![...board.elements.values()].some((element) => element.cell === cell);
}

export function put(
  model: Model,
  person: Person,
  label: string,
  made: Pick<Element, 'shape' | 'cell'>,
  look: ElementLook,
): Made {
  const board = drawingBoard(model, person);
  const tracked = new Tracked<ElementLook>(person.name, model.burst, look, absent);
  board?.elements.set(label, { ...made, tracked });
  person.undo.push({ element: label, before: absent, after: look });
  person.redo.length = 0;
  return { look };
}

export async function showsNew(
  world: World,
  name: Name,
  { look, ...element }: Pick<Element, 'shape' | 'cell'> & Made,
): Promise<void> {
  const what = `a new ${element.shape} at ${look.left},${look.top}`;
  await world.window(name).shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}
