/** Action: rename the open board. */

import * as v from 'valibot';
import type { BoardModel, Model, Person } from '../../model/model.ts';
import { type Action, action } from '../action.ts';

const named = v.object({ title: v.string() });

const rename = action<v.InferOutput<typeof named>, void>({
  name: 'rename the board',
  weight: 1,
  args: named,
  propose(model, person) {
    const board = model.boardOf(person);
    return board === undefined ? undefined : { title: `${board.name} v${model.newNumber()}` };
  },
  isPossible: (model, person) => mayRename(model, person, model.boardOf(person)),
  apply(model, person, { title }) {
    model.boardOf(person)?.title.change(person.name, model.burst, title);
  },
  async perform(world, name, { title }) {
    const window = world.window(name);
    const { page } = window;
    await page.getByRole('button', { name: /: rename the board$/ }).click();
    const field = page.getByRole('textbox', { name: 'Board name', exact: true });
    await field.fill(world.boardName(title));
    await field.press('Enter');
    await window.shows(`the name “${title}”`, (seen) => seen.title === world.boardName(title));
  },
  describe: ({ title }) => `names the open board “${title}”`,
});

export const namingActions: readonly Action[] = [rename];

function mayRename(model: Model, person: Person, board: BoardModel | undefined): boolean {
  return (
    board !== undefined &&
    !board.viewers.has(person.name) &&
    model.mayTouch(person.name, board.name, board.title)
  );
}
