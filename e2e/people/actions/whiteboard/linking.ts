/** Action: give an element a link. */

import * as v from 'valibot';
import { gapOf } from '../../model/cells.ts';
import { handleOf } from '../../model/looks.ts';
import { type Action, action } from '../action.ts';
import { type Change, change, deselect, elementOf, isTouchable, pick, shows } from './change.ts';

const linked = v.object({ element: v.string(), link: v.string() });

const kinds: ReadonlySet<string> = new Set(['rectangle', 'diamond', 'ellipse']);

const link = action<v.InferOutput<typeof linked>, Change>({
  name: 'link',
  weight: 2,
  args: linked,
  propose(model, person, random) {
    const element = pick(model, person, (all) =>
      random.pick(all.filter((label) => kinds.has(elementOf(model, person, label).shape))),
    );
    return element === undefined
      ? undefined
      : { element, link: `https://example.org/${person.name}/${model.newNumber()}` };
  },
  isPossible: (model, person, { element }) =>
    isTouchable(model, person, element) && kinds.has(elementOf(model, person, element).shape),
  apply: (model, person, { element, link: to }) =>
    change(model, person, element, (look) => ({ ...look, link: to })),
  async perform(world, name, { link: to }, { element, before, after }) {
    const window = world.window(name);
    await deselect(window, element);
    await window.click(handleOf(element.shape, before));
    await window.page.keyboard.press('Control+k');
    const field = window.page.locator('.excalidraw-hyperlinkContainer-input');
    await field.fill(to);
    await field.press('Enter');
    await window.page.keyboard.press('Escape');
    await window.click(gapOf(element.cell));
    await shows(world, name, element, after, 'linked');
  },
  describe: ({ element, link: to }) => `links ${element} to ${to}`,
});

export const linkingActions: readonly Action[] = [link];
