import type { Page } from '@playwright/test';
import type { Instance } from '../../../processes/instance.ts';
import { expect, test } from '../../../processes/instances.ts';

const countPerColumn = 60;

function titleOf({ page }: Instance, title: string) {
  return page.getByRole('button', { name: title, exact: true });
}

/** Titles of a column, in their order. */
function titlesIn(page: Page, column: string): Promise<string[]> {
  return page.locator(`.pb-column[data-column="${column}"] .pb-card-title`).allTextContents();
}

/** Adds cards named by the prefix and a number from 1 on. */
async function addMany({ page }: Instance, column: string, prefix: string): Promise<void> {
  const titles = Array.from({ length: countPerColumn }, (_, at) => `${prefix} ${at + 1}`);
  await page.getByRole('textbox', { name: `Add a task to ${column}` }).fill(titles.join('\n'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: titles.at(-1) ?? '', exact: true })).toBeAttached();
}

/** Whether the card of the focused title is inside of the window and of all parts that scroll around it. */
function isFocusedCardInSight(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const card = document.activeElement?.closest('[data-task-id]');
    if (card?.getAttribute('data-full') !== 'true') return false;
    const { top, bottom, left, right } = card.getBoundingClientRect();
    const slack = 1;
    for (let part = card.parentElement; part !== null; part = part.parentElement) {
      const style = getComputedStyle(part);
      const isRoot = part === document.documentElement;
      if (!isRoot && style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const box = isRoot
        ? { top: 0, left: 0, bottom: window.innerHeight, right: window.innerWidth }
        : part.getBoundingClientRect();
      if (top < box.top - slack || bottom > box.bottom + slack) return false;
      if (left < box.left - slack || right > box.right + slack) return false;
    }
    return true;
  });
}

test('a card that the keyboard moves stays in sight and focused, and every key press counts', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await ada.createBoard('Harbour plan');
  await ada.showTasks();
  await addMany(ada, 'To do', 'Rope');
  await addMany(ada, 'Doing', 'Buoy');
  // Cards that were never in sight are not complete, and grow when they are.
  await page.reload();
  await expect(titleOf(ada, 'Buoy 60')).toBeAttached();
  const inSight = () => expect.poll(() => isFocusedCardInSight(page)).toBe(true);

  await test.step('a board that opens with its tasks has the focus there; Tab reaches the first field', async () => {
    await expect(page.getByRole('tabpanel', { name: 'Tasks' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('searchbox')).toBeFocused();
  });

  await test.step('three presses without a pause between them move a card three places', async () => {
    await titleOf(ada, 'Rope 1').focus();
    await pressAtOnce(page, ['Alt+ArrowDown', 'Alt+ArrowDown', 'Alt+ArrowDown']);
    await expect
      .poll(async () => (await titlesIn(page, 'todo')).slice(0, 4))
      .toEqual(['Rope 2', 'Rope 3', 'Rope 4', 'Rope 1']);
    await expect(titleOf(ada, 'Rope 1')).toBeFocused();
  });

  await test.step('down its column', async () => {
    for (let press = 0; press < 20; press += 1) await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(async () => (await titlesIn(page, 'todo')).indexOf('Rope 1')).toBe(23);
    await expect(titleOf(ada, 'Rope 1')).toBeFocused();
    await inSight();
  });

  await test.step('to the end of the next columns, and back', async () => {
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(async () => (await titlesIn(page, 'doing')).at(-1)).toBe('Rope 1');
    await expect(titleOf(ada, 'Rope 1')).toBeFocused();
    await inSight();
    await pressAtOnce(page, ['Alt+ArrowLeft', 'Alt+ArrowUp', 'Alt+ArrowUp']);
    await expect.poll(async () => (await titlesIn(page, 'todo')).indexOf('Rope 1')).toBe(57);
    await expect(titleOf(ada, 'Rope 1')).toBeFocused();
    await inSight();
  });

  await test.step('on a narrow screen, to a column that is not shown', async () => {
    await page.setViewportSize({ width: 400, height: 700 });
    await pressAtOnce(page, ['Alt+ArrowRight', 'Alt+ArrowRight']);
    await expect.poll(() => titlesIn(page, 'done')).toEqual(['Rope 1']);
    await expect(titleOf(ada, 'Rope 1')).toBeFocused();
    await inSight();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await titlesIn(page, 'doing')).at(-1)).toBe('Rope 1');
    await inSight();
  });
});

/** Key presses in one task of the page, as when the page was busy between them. */
function pressAtOnce(page: Page, keys: readonly string[]): Promise<void> {
  return page.evaluate((pressed) => {
    for (const combination of pressed) {
      const key = combination.replace('Alt+', '');
      const init = { key, code: key, altKey: true, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
      document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', init));
    }
  }, keys);
}
