/** Action: drop a library with one item, which becomes one of the board's. */

import * as v from 'valibot';
import { libraryFile } from '../../../page/library-file.ts';
import { Tracked } from '../../model/tracked.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { dropOnto } from './files.ts';

/** Items of a library, at most: a run tests actions, not sizes. */
const maxItems = 12;

const added = v.object({ item: v.string() });

const addItem = action<v.InferOutput<typeof added>, string>({
  name: 'add to the library',
  weight: 1,
  args: added,
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
    await window.instance.whiteboard.locator('.sidebar__close').click();
    await window.instance.whiteboard.locator('.sidebar__close').waitFor({ state: 'hidden' });
  },
  describe: ({ item }) => `drops a library with ${item}`,
});

export const libraryActions: readonly Action[] = [addItem];
