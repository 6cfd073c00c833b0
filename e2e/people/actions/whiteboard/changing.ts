/** Actions on elements: move, rewrite and delete. */
import * as v from 'valibot';
import { room } from '../../model/cells.ts';
import { drawnIn, handleOf } from '../../model/looks.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { type Change, change, deselect, elementOf, isTouchable, pick, shows, staysInCell } from './change.ts';
import { isConnected } from './touchable.ts';

/** The pause while the mouse button is held, in which others act. */
const pauseMilliseconds = 1500;

/** The shortest move that is not a click. Scene units. */
const leastMove = 10;

const moved = v.object({ element: v.string(), dx: v.number(), dy: v.number(), slowly: v.boolean() });

const move = action<v.InferOutput<typeof moved>, Change>({
  name: 'move',
  weight: 8,
  args: moved,
  propose(model, person, random) {
    const element = pick(model, person, (all) => random.pick(all));
    if (element === undefined) return undefined;
    const { cell, tracked } = elementOf(model, person, element);
    const { left, top } = drawnIn(cell);
    const to = () => random.between(-room, room);
    const [dx, dy] = [left + to() - tracked.look.left, top + to() - tracked.look.top];
    return { element, dx, dy, slowly: random.chance(0.3) };
  },
  isPossible: (model, person, { element, dx, dy }) =>
    isTouchable(model, person, element) &&
    Math.max(Math.abs(dx), Math.abs(dy)) >= leastMove &&
    staysInCell(elementOf(model, person, element), dx, dy),
  apply: (model, person, { element, dx, dy }) =>
    change(model, person, element, (look) => ({ ...look, left: look.left + dx, top: look.top + dy })),
  async perform(world, name, { dx, dy, slowly }, { element, before, after }) {
    const window = world.window(name);
    await deselect(window, element);
    const from = handleOf(element.shape, before);
    await window.drag(from, { x: from.x + dx, y: from.y + dy }, { rest: slowly ? pauseMilliseconds : 0 });
    await shows(world, name, element, after, 'moved');
  },
  describe: ({ element, dx, dy, slowly }) => `drags ${element} by ${dx},${dy}${slowly ? ', slowly' : ''}`,
});

const written = v.object({ element: v.string(), text: v.string() });

const write = action<v.InferOutput<typeof written>, Change>({
  name: 'write',
  weight: 6,
  args: written,
  propose(model, person, random) {
    const texts = (all: readonly string[]) =>
      all.filter((label) => elementOf(model, person, label).shape === 'text');
    const element = pick(model, person, (all) => random.pick(texts(all)));
    return element === undefined ? undefined : { element, text: `${person.name} ${model.newNumber()}` };
  },
  isPossible: (model, person, { element }) =>
    isTouchable(model, person, element) && elementOf(model, person, element).shape === 'text',
  apply: (model, person, { element, text }) => change(model, person, element, (look) => ({ ...look, text })),
  async perform(world, name, { text }, { element, before, after }) {
    const window = world.window(name);
    await deselect(window, element);
    await window.doubleClick(handleOf('text', before));
    await window.shows('the text in edit mode', ({ isEditingText }) => isEditingText);
    await window.page.keyboard.press('Control+a');
    await window.page.keyboard.type(text);
    await window.endText();
    await shows(world, name, element, after, 'rewritten');
  },
  describe: ({ element, text }) => `double-clicks ${element} and writes “${text}” instead`,
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
  isPossible: (model, person, { element }) =>
    isTouchable(model, person, element) && !isConnected(drawingBoard(model, person), element),
  apply: (model, person, { element }) =>
    change(model, person, element, (look) => ({ ...look, there: false })),
  async perform(world, name, _, { element, before, after }) {
    const window = world.window(name);
    await deselect(window, element);
    await window.click(handleOf(element.shape, before));
    await window.page.keyboard.press('Delete');
    await shows(world, name, element, after, 'deleted');
  },
  describe: ({ element }) => `selects ${element} and presses Delete`,
});

export const changingActions: readonly Action[] = [move, write, remove];
