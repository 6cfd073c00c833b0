/** Action: try to change a board with view access, without effect. */

import { Failure } from '../../failure.ts';
import { cornerOf, margin, size } from '../../model/cells.ts';
import type { Place } from '../../model/model.ts';
import type { Window } from '../../window.ts';
import { type Action, action, noArgs } from '../action.ts';

const editAsViewer = action<object, Place>({
  name: 'edit as a viewer',
  weight: 30,
  args: noArgs,
  propose: () => ({}),
  isPossible: (model, person) => model.boardOf(person)?.viewers.has(person.name) === true,
  apply: (_, person) => person.place,
  async perform(world, name, _, place) {
    const window = world.window(name);
    const { page } = window;
    if (place !== 'start' && place.tab === 'whiteboard') {
      await page.keyboard.press('r');
      await drawOver(window);
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
    }
    const tools = page
      .getByRole('textbox', { name: /^Add a task/ })
      .or(page.getByTestId('toolbar-rectangle'));
    if ((await tools.count()) > 0)
      throw new Failure('shown differently', `${name} to have view access`, 'editing tools are shown');
  },
  describe: () => 'as a viewer tries to draw and to delete everything',
});

export const viewingActions: readonly Action[] = [editAsViewer];

/** Draws over the first cell, which has the oldest element. */
async function drawOver(window: Window): Promise<void> {
  const corner = cornerOf(0);
  const from = { x: corner.x + margin.left, y: corner.y + margin.top };
  await window.drag(from, { x: from.x + size.width, y: from.y + size.height });
}
