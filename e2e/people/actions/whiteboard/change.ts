/** Applies a change of one element to the model, and checks it in a window. */

import { cornerOf, gapOf, margin, room } from '../../model/cells.ts';
import { isShown } from '../../model/looks.ts';
import type { Element, ElementLook, Model, Person } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { Window } from '../../window.ts';
import type { World } from '../../world.ts';
import { drawingBoard } from '../action.ts';
import { touchable } from './touchable.ts';

export interface Change {
  readonly element: Element;
  readonly before: ElementLook;
  readonly after: ElementLook;
}

export function pick(
  model: Model,
  person: Person,
  choose: (labels: readonly string[]) => string | undefined,
): string | undefined {
  const board = drawingBoard(model, person);
  return board === undefined ? undefined : choose(touchable(model, person, board));
}

export function isTouchable(model: Model, person: Person, label: string): boolean {
  const board = drawingBoard(model, person);
  return board !== undefined && touchable(model, person, board).includes(label);
}

export function elementOf(model: Model, person: Person, label: string): Element {
  const element = drawingBoard(model, person)?.elements.get(label);
  if (element === undefined) throw new RangeError(`there is no ${label}`);
  return element;
}

export function change(
  model: Model,
  person: Person,
  label: string,
  make: (look: ElementLook) => ElementLook,
): Change {
  const element = elementOf(model, person, label);
  const before = element.tracked.look;
  const after = make(before);
  model.changeElement(person.name, label, element, after);
  person.undo.push({ element: label, before, after });
  person.redo.length = 0;
  return { element, before, after };
}

/** Clears the selection, so that the next drag moves an element instead of resizing the selected one. */
export async function deselect(window: Window, element: Element): Promise<void> {
  await window.selectTool('selection');
  await window.click(gapOf(element.cell));
}

export async function shows(
  world: World,
  name: Name,
  element: Element,
  look: ElementLook,
  how: string,
): Promise<void> {
  const what = `the ${element.shape} in cell ${element.cell} ${how}`;
  await world.window(name).shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}

/** Whether an element stays within its part of its cell when it moves by (`dx`, `dy`). */
export function staysInCell({ cell, tracked }: Element, dx: number, dy: number): boolean {
  const home = cornerOf(cell);
  const left = tracked.look.left + dx - home.x - margin.left;
  const top = tracked.look.top + dy - home.y - margin.top;
  return Math.abs(left) <= room && Math.abs(top) <= room;
}
