/** Claiming tasks, also by several people at once. */

import type { Locator } from '@playwright/test';
import { Failure } from '../../failure.ts';
import type { TaskLook } from '../../model/model.ts';
import { until } from '../../until.ts';
import { type Action, action, taskBoard } from '../action.ts';
import { can, isFree, type Named, named, pickTask, type TaskChange, taskOf } from './cards.ts';

/** From a click on “Claim” to “Claiming…”, at most. */
const claimMilliseconds = 10_000;

/** For the button to be there and hold still, milliseconds. */
const buttonMilliseconds = 20_000;

/** @returns a function that gives the number of clicks that the element has got since. */
async function countClicks(element: Locator): Promise<() => Promise<number>> {
  const counted = await element
    .evaluateHandle(
      (button) => {
        const counter = { clicks: 0 };
        button.addEventListener('click', () => {
          counter.clicks += 1;
        });
        return counter;
      },
      undefined,
      { timeout: 3000 },
    )
    // Somebody else was faster.
    .catch(() => undefined);
  return async () => (await counted?.evaluate(({ clicks }) => clicks)) ?? 0;
}

/** Several may ask for one task at once; the first one gets it. */
const claim = action<Named, TaskChange>({
  name: 'claim',
  weight: 18,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, isFree, true),
  isPossible: (model, person, { task }) => can(model, person, task, isFree, true),
  happens(model, person, { task }) {
    const found = taskOf(model, person, task);
    const before = found.tracked.look;
    // A claim of another person in the same burst may be granted first. A person without a connection gets no answer meanwhile.
    const others = before.claimedBy.filter((name) => name !== '');
    const column = before.column === 'todo' ? 'doing' : before.column;
    const after: TaskLook = { ...before, column, claimedBy: [...others, person.name] };
    found.tracked.change(person.name, model.burst, after);
    // The card is last in its new column as of when the claim is agreed on, which may be much later.
    for (const changed of [before.column, column]) taskBoard(model, person)?.order.set(changed, undefined);
    return { before, after };
  },
  async perform(world, name, _, { before }) {
    const window = world.window(name);
    const button = window.card(before.title).getByRole('button', { name: 'Claim', exact: true });
    const cardOf = async () => (await window.see()).cards.find(({ title }) => title === before.title);
    const isTaken = async () => {
      const card = await cardOf();
      return card === undefined || card.isClaiming || card.claimedBy !== '';
    };
    const end = performance.now() + buttonMilliseconds;
    for (;;) {
      // Under the pointer the card may have moved on: a person sees that nothing has happened, and clicks again.
      const clicks = await countClicks(button);
      await button.click({ timeout: 3000 }).catch(async (error: unknown) => {
        // Somebody else was faster, which is right; or the card moved all the time.
        if (!(await isTaken()) && performance.now() > end) throw error;
      });
      if ((await clicks()) === 0 && performance.now() < end && !(await isTaken())) continue;
      if (await until(claimMilliseconds, isTaken)) break;
      throw new Failure('no effect', `“${before.title}” to be shown as being claimed`, 'it is not');
    }
    const card = await cardOf();
    if (card?.claimedBy !== name || !card.isPending) return;
    throw new Failure(
      'shown otherwise',
      `“${before.title}” not to be ${name}’s before it has settled`,
      'it is shown so',
    );
  },
  describe: ({ task }) => `claims ${task}`,
});

export const claimingActions: readonly Action[] = [claim];
