/** Actions: delete everything at once, and restore it with the button that the app then offers. */

import * as v from 'valibot';
import { Failure } from '../../failure.ts';
import type { BoardModel, Cleared, Element, Import, Model, Person } from '../../model/model.ts';
import type { Window } from '../../window.ts';
import { type Action, action, drawingBoard, noArgs } from '../action.ts';
import { hasExclusively } from '../exclusive.ts';

/** Elements from which the app asks before deleting, and offers to restore; below, only Ctrl+Z restores. */
const asksFrom = 10;
/** Elements on a board that is cleared, at least. */
const leastElements = 6;

/** The wait for a question that must not appear, milliseconds. */
const questionMilliseconds = 700;

const answered = v.object({ answer: v.picklist(['confirms', 'cancels']) });

interface Clearing {
  readonly count: number;
}

const clear = action<v.InferOutput<typeof answered>, Clearing>({
  name: 'clear',
  weight: 15,
  args: answered,
  propose: (_, __, random) => ({ answer: random.oneOf('confirms', 'confirms', 'cancels') }),
  isPossible(model, person, { answer }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !hasExclusively(model, person, board, board.drawn)) return false;
    if ([...board.plots.values()].some(({ isFramed }) => isFramed)) return false;
    return countOf(board) >= (answer === 'cancels' ? asksFrom : leastElements);
  },
  apply(model, person, { answer }) {
    const board = drawingBoard(model, person);
    if (board === undefined) throw new RangeError('there is no whiteboard');
    const count = countOf(board);
    board.reserved = { burst: model.burst, by: person.name, tab: 'whiteboard' };
    person.clearUndo();
    if (answer === 'cancels') return { count };
    const things = board.drawn.filter(({ tracked }) => tracked.look.there);
    setThere(model, person, board, things, false);
    if (count >= asksFrom) person.cleared = { board: board.name, things };
    return { count };
  },
  async perform(world, name, { answer }, { count }) {
    const window = world.window(name);
    await window.selectTool('selection');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Control+a');
    await window.page.keyboard.press('Delete');
    await answerQuestion(window, count, answer);
    const left = answer === 'confirms' ? 0 : count;
    await window.shows(`${left} elements`, ({ scene }) => living(scene) === left);
  },
  describe: ({ answer }) => `selects everything, presses Delete, and ${answer} it if asked`,
});

const bringBack = action<object, Clearing>({
  name: 'bring back',
  weight: 60,
  args: noArgs,
  propose: () => ({}),
  isPossible(model, person) {
    const board = drawingBoard(model, person);
    if (board === undefined || person.cleared?.board !== board.name) return false;
    return (
      hasExclusively(model, person, board, board.drawn) &&
      person.cleared.things.every(({ tracked }) => !tracked.look.there) &&
      model.present(board.name).length === board.members.length
    );
  },
  apply(model, person) {
    const board = drawingBoard(model, person);
    if (board === undefined || person.cleared === undefined) throw new RangeError('nothing to bring back');
    board.reserved = { burst: model.burst, by: person.name, tab: 'whiteboard' };
    setThere(model, person, board, person.cleared.things, true);
    person.cleared = undefined;
    // Ctrl+Z would delete them again.
    person.clearUndo();
    return { count: countOf(board) };
  },
  async perform(world, name, _, { count }) {
    const window = world.window(name);
    await window.page.getByTestId('bring-back').click();
    await window.shows(`${count} elements`, ({ scene }) => living(scene) === count);
  },
  describe: () => 'clicks “Bring back”',
});

export const clearingActions: readonly Action[] = [clear, bringBack];

/** Elements on the whiteboard. */
function countOf(board: BoardModel): number {
  return board.drawn
    .filter(({ tracked }) => tracked.look.there)
    .reduce((count, thing) => count + ('count' in thing ? thing.count : 1), 0);
}

function setThere(
  model: Model,
  person: Person,
  board: BoardModel,
  things: Cleared['things'],
  there: boolean,
): void {
  const labels = new Map<Element, string>([...board.elements].map(([label, element]) => [element, label]));
  for (const thing of things) {
    const label = 'cell' in thing ? labels.get(thing) : undefined;
    if ('cell' in thing && label !== undefined)
      model.changeElement(person.name, label, thing, { ...thing.tracked.look, there });
    else (thing as Import).tracked.change(person.name, model.burst, { ...thing.tracked.look, there });
  }
}

async function answerQuestion(
  { page }: Window,
  count: number,
  answer: 'confirms' | 'cancels',
): Promise<void> {
  const question = page.getByRole('dialog', { name: /^Delete .* for everyone on this board/ });
  if (count >= asksFrom) {
    await question.waitFor();
    const button = answer === 'confirms' ? /^Delete \d+ elements$/ : 'Cancel';
    await question.getByRole('button', { name: button }).click();
    await question.waitFor({ state: 'hidden' });
    return;
  }
  await page.waitForTimeout(questionMilliseconds);
  if (await question.isVisible())
    throw new Failure('shown differently', `no question before ${count} elements are deleted`, 'a question');
}

function living(scene: readonly { readonly isDeleted: boolean }[] | undefined): number {
  return (scene ?? []).filter(({ isDeleted }) => !isDeleted).length;
}
