/** Actions: drop a library with one item, which becomes one of the board's; remove an item. */

import * as v from 'valibot';
import { libraryFile } from '../../../page/files/library-file.ts';
import type { Model, Person } from '../../model/model.ts';
import { Tracked } from '../../model/tracked.ts';
import type { Window } from '../../window.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { dropOnto } from './files.ts';

/** Items of a library, at most: a run tests actions, not sizes. */
const maxItems = 12;

const named = v.object({ item: v.string() });

const addItem = action<v.InferOutput<typeof named>, string>({
  name: 'add to the library',
  weight: 1,
  args: named,
  propose: (model, person) => ({ item: `${person.name}’s item ${model.newNumber()}` }),
  isPossible(model, person, { item }) {
    const board = drawingBoard(model, person);
    return board !== undefined && board.library.size < maxItems && !board.library.has(item);
  },
  apply(model, person, { item }) {
    const tracked = new Tracked(person.name, model.burst, { there: true }, { there: false });
    drawingBoard(model, person)?.library.set(item, { tracked });
    return item;
  },
  async perform(world, name, _, item) {
    const window = world.window(name);
    await dropOnto(window, {
      name: 'items.excalidrawlib',
      type: 'application/json',
      text: libraryFile([item]),
    });
    await window.shows(`“${item}” in the library`, ({ agreed }) => agreed?.library.includes(item) === true);
    await closeLibrary(window);
  },
  describe: ({ item }) => `drops a library with ${item}`,
});

const removeItem = action<v.InferOutput<typeof named>, undefined>({
  name: 'remove from the library',
  weight: 1,
  args: named,
  propose(model, person, random) {
    const item = random.pick(removable(model, person));
    return item === undefined ? undefined : { item };
  },
  isPossible: (model, person, { item }) => removable(model, person).includes(item),
  apply(model, person, { item }) {
    drawingBoard(model, person)
      ?.library.get(item)
      ?.tracked.change(person.name, model.burst, { there: false });
    return undefined;
  },
  async perform(world, name, { item }) {
    const window = world.window(name);
    const { whiteboard } = window.instance;
    await whiteboard.locator('.sidebar-trigger').click();
    const { agreed } = await window.see();
    // In the order of the board's list. A selected element is shown among them, with a button that adds it.
    const { page } = window;
    const shown = whiteboard
      .locator('.library-unit')
      .filter({ has: page.locator('.library-unit__dragger'), hasNot: page.locator('.library-unit__adder') });
    const unit = shown.nth(agreed?.library.indexOf(item) ?? 0);
    await unit.hover();
    await unit.locator('.Checkbox').click();
    await whiteboard.locator('.library-menu-dropdown-container button').first().click();
    await page.getByText('Remove', { exact: true }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await window.shows(
      `no “${item}” in the library`,
      ({ agreed }) => agreed?.library.includes(item) === false,
    );
    await closeLibrary(window);
  },
  describe: ({ item }) => `removes ${item} from the library`,
});

export const libraryActions: readonly Action[] = [addItem];
export const libraryRemovals: readonly Action[] = [removeItem];

async function closeLibrary({ instance }: Window): Promise<void> {
  const button = instance.whiteboard.locator('.sidebar__close');
  await button.click();
  await button.waitFor({ state: 'hidden' });
}

/** The items that a person may remove now: this person knows them, and their author is present. */
function removable(model: Model, person: Person): readonly string[] {
  const board = drawingBoard(model, person);
  return [...(board?.library ?? [])]
    .filter(
      ([, { tracked }]) => tracked.look.there && model.mayTouch(person.name, board?.name ?? '', tracked),
    )
    .map(([item]) => item);
}
