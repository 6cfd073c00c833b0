/** Changing what is on the whiteboard: moving, writing anew, deleting. */

import * as v from 'valibot';
import { cornerOf, gapOf, margin, room } from '../cells.ts';
import { handleOf, isShown } from '../looks.ts';
import type { Element, ElementLook, Model, Person } from '../model.ts';
import type { Name } from '../names.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';
import { type Action, action, drawingBoard } from './action.ts';
import { touchable } from './touchable.ts';

interface Change {
  readonly element: Element;
  readonly before: ElementLook;
  readonly after: ElementLook;
}

const moved = v.object({ element: v.string(), dx: v.number(), dy: v.number() });

const move = action<v.InferOutput<typeof moved>, Change>({
  name: 'move',
  weight: 5,
  args: moved,
  propose(model, person, random) {
    const element = pick(model, person, (all) => random.pick(all));
    const by = () => random.oneOf(-1, 1) * random.between(10, 2 * room);
    return element === undefined ? undefined : { element, dx: by(), dy: by() };
  },
  isPossible(model, person, { element, dx, dy }) {
    if (!isTouchable(model, person, element)) return false;
    const { cell, tracked } = elementOf(model, person, element);
    const home = cornerOf(cell);
    const left = tracked.look.left + dx - home.x - margin.left;
    const top = tracked.look.top + dy - home.y - margin.top;
    return Math.abs(left) <= room && Math.abs(top) <= room;
  },
  happens: (model, person, { element, dx, dy }) =>
    change(model, person, element, (look) => ({ ...look, left: look.left + dx, top: look.top + dy })),
  async perform(world, name, { dx, dy }, { element, before, after }) {
    const window = world.window(name);
    await letGo(window, element);
    const from = handleOf(element.shape, before);
    await window.drag(from, { x: from.x + dx, y: from.y + dy });
    await shows(world, name, element, after, 'moved');
  },
  tell: ({ element, dx, dy }) => `drags ${element} by ${dx},${dy}`,
});

const written = v.object({ element: v.string(), text: v.string() });

const write = action<v.InferOutput<typeof written>, Change>({
  name: 'write',
  weight: 4,
  args: written,
  propose(model, person, random) {
    const texts = (all: readonly string[]) =>
      all.filter((label) => elementOf(model, person, label).shape === 'text');
    const element = pick(model, person, (all) => random.pick(texts(all)));
    return element === undefined ? undefined : { element, text: `${person.name} ${model.newNumber()}` };
  },
  isPossible: (model, person, { element }) =>
    isTouchable(model, person, element) && elementOf(model, person, element).shape === 'text',
  happens: (model, person, { element, text }) =>
    change(model, person, element, (look) => ({ ...look, text })),
  async perform(world, name, { text }, { element, before, after }) {
    const window = world.window(name);
    await letGo(window, element);
    await window.doubleClick(handleOf('text', before));
    await window.shows('a text to type in', ({ isEditingText }) => isEditingText);
    await window.page.keyboard.press('Control+a');
    await window.page.keyboard.type(text);
    await window.endText();
    await shows(world, name, element, after, 'written anew');
  },
  tell: ({ element, text }) => `double-clicks ${element} and writes “${text}” instead`,
});

const deleted = v.object({ element: v.string() });

const remove = action<v.InferOutput<typeof deleted>, Change>({
  name: 'delete',
  weight: 4,
  args: deleted,
  propose(model, person, random) {
    const element = pick(model, person, (all) => random.pick(all));
    return element === undefined ? undefined : { element };
  },
  isPossible: (model, person, { element }) => isTouchable(model, person, element),
  happens: (model, person, { element }) =>
    change(model, person, element, (look) => ({ ...look, there: false })),
  async perform(world, name, _, { element, before, after }) {
    const window = world.window(name);
    await letGo(window, element);
    await window.click(handleOf(element.shape, before));
    await window.page.keyboard.press('Delete');
    await shows(world, name, element, after, 'gone');
  },
  tell: ({ element }) => `selects ${element} and presses Delete`,
});

export const changingActions: readonly Action[] = [move, write, remove];

function pick(
  model: Model,
  person: Person,
  choose: (labels: readonly string[]) => string | undefined,
): string | undefined {
  const board = drawingBoard(model, person);
  return board === undefined ? undefined : choose(touchable(model, person, board));
}

function isTouchable(model: Model, person: Person, label: string): boolean {
  const board = drawingBoard(model, person);
  return board !== undefined && touchable(model, person, board).includes(label);
}

function elementOf(model: Model, person: Person, label: string): Element {
  const element = drawingBoard(model, person)?.elements.get(label);
  if (element === undefined) throw new RangeError(`there is no ${label}`);
  return element;
}

function change(
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
  person.redo = [];
  return { element, before, after };
}

/** Nothing selected, so that what is pressed next is taken and not resized. */
async function letGo(window: Window, element: Element): Promise<void> {
  await window.takeTool('selection');
  await window.click(gapOf(element.cell));
}

async function shows(
  world: World,
  name: Name,
  element: Element,
  look: ElementLook,
  how: string,
): Promise<void> {
  const what = `the ${element.shape} in cell ${element.cell} ${how}`;
  await world.window(name).shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}
