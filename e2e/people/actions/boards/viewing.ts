/** Being at a board with a link that only lets one look: whatever is tried changes nothing. */

import { Failure } from '../../failure.ts';
import { cornerOf, margin, size } from '../../model/cells.ts';
import type { Place } from '../../model/model.ts';
import type { Window } from '../../window.ts';
import { type Action, action, nothing } from '../action.ts';

const meddle = action<object, Place>({
  name: 'meddle',
  weight: 30,
  args: nothing,
  propose: () => ({}),
  isPossible: (model, person) => model.boardOf(person)?.viewers.has(person.name) === true,
  happens: (_, person) => person.place,
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
      throw new Failure('shown otherwise', `${name} only to look`, 'there are tools');
  },
  describe: () => 'is only let look, and tries to draw and to delete everything',
});

export const viewingActions: readonly Action[] = [meddle];

/** Over the first cell, where the oldest element is. */
async function drawOver(window: Window): Promise<void> {
  const corner = cornerOf(0);
  const from = { x: corner.x + margin.left, y: corner.y + margin.top };
  await window.drag(from, { x: from.x + size.width, y: from.y + size.height });
}
