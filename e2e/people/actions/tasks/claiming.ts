/** Action: claim a task, also by several people at once. */

import type { Locator } from '@playwright/test';
import { Failure } from '../../failure.ts';
import type { TaskLook } from '../../model/model.ts';
import { until } from '../../until.ts';
import { type Action, action, taskBoard } from '../action.ts';
import { can, isFree, type Named, named, pickTask, type TaskChange, taskOf } from './cards.ts';

/** From a click on “Claim” to “Claiming…”, at most, milliseconds. */
const claimMilliseconds = 10_000;

/** The longest wait for the button to appear and stop moving, milliseconds. */
const buttonMilliseconds = 20_000;

/** @returns a function that returns the number of clicks on the element since this call. */
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
    // Another person was faster.
    .catch(() => undefined);
  return async () => (await counted?.evaluate(({ clicks }) => clicks)) ?? 0;
}

/** Several people may claim one task at once; the first claim succeeds. */
const claim = action<Named, TaskChange>({
  name: 'claim',
  weight: 18,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, isFree, true),
  isPossible: (model, person, { task }) => can(model, person, task, isFree, true),
  apply(model, person, { task }) {
    const found = taskOf(model, person, task);
    const before = found.tracked.look;
    // A claim of another person in the same burst may succeed first. A person without a connection receives no result meanwhile.
    const others = before.claimedBy.filter((name) => name !== '');
    const column = before.column === 'todo' ? 'doing' : before.column;
    const after: TaskLook = { ...before, column, claimedBy: [...others, person.name] };
    found.tracked.change(person.name, model.burst, after);
    // The card becomes the last of its new column when the claim is decided, which may be much later.
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
      // The card may have moved away from the pointer: like a person, click again.
      const clicks = await countClicks(button);
      await button.click({ timeout: 3000 }).catch(async (error: unknown) => {
        // Either another person was faster, which is valid, or the card kept moving.
        if (!(await isTaken()) && performance.now() > end) throw error;
      });
      if ((await clicks()) === 0 && performance.now() < end && !(await isTaken())) continue;
      if (await until(claimMilliseconds, isTaken)) break;
      throw new Failure('no effect', `“${before.title}” to be shown as “Claiming…”`, 'it is not');
    }
    const card = await cardOf();
    if (card?.claimedBy !== name || !card.isPending) return;
    throw new Failure(
      'shown differently',
      `“${before.title}” not to be claimed by ${name} before the claim has settled`,
      'it is shown as claimed',
    );
  },
  describe: ({ task }) => `claims ${task}`,
});

export const claimingActions: readonly Action[] = [claim];
