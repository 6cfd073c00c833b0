import type { Page } from '@playwright/test';
import { TouchScreen } from '../../page/touch.ts';
import { expect, test } from '../../processes/instances.ts';

/** A phone. CSS pixels. */
const [width, height] = [400, 800];

test('on a phone a finger swipes from column to column, scrolls the cards of one, and reaches the actions of a card', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await ada.createBoard('Harbour plan');
  await ada.addTask('Order rope', 'Doing');
  for (let plank = 1; plank <= 14; plank += 1) await ada.addTask(`Plank ${plank}`);
  await page.setViewportSize({ width, height });
  const screen = await TouchScreen.of(page);
  const swipe = (by: number) => screen.swipe([width / 2 - by / 2, 420], [width / 2 + by / 2, 424]);
  await expectColumn(page, 'To do');

  await test.step('a swipe shows the next column or the one before, and nothing else', async () => {
    // It begins on a card, which a mouse would drag.
    await swipe(-240);
    await expectColumn(page, 'Doing');
    await swipe(-240);
    await expectColumn(page, 'Done');
    await swipe(240);
    await expectColumn(page, 'Doing');
    await swipe(240);
    await expectColumn(page, 'To do');
    await expect(ada.task('Plank 1').first()).toHaveAttribute('data-column', 'todo');
  });

  await test.step('beyond the first and the last column it goes nowhere, and not back to the list of boards', async () => {
    await swipe(280);
    await expectColumn(page, 'To do');
    await swipe(-240);
    await expectColumn(page, 'Doing');
    await swipe(-240);
    await expectColumn(page, 'Done');
    await swipe(-280);
    await expectColumn(page, 'Done');
    await swipe(240);
    await expectColumn(page, 'Doing');
    await swipe(240);
    await expectColumn(page, 'To do');
  });

  await test.step('a hesitant swipe comes back', async () => {
    await screen.swipe([230, 420], [200, 420], 20);
    await expectColumn(page, 'To do');
  });

  await test.step('up and down it scrolls the cards of the column', async () => {
    await screen.swipe([200, 650], [204, 250]);
    const list = page.locator('[data-column="todo"] .pb-cards');
    await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(100);
    await expectColumn(page, 'To do');
  });

  await test.step('taps claim a card, and move it by its menu', async () => {
    await swipe(-240);
    await expectColumn(page, 'Doing');
    const rope = ada.task('Order rope');
    await screen.tap(rope.getByRole('button', { name: 'Claim', exact: true }));
    await expect(rope).toHaveAttribute('data-claimed-by', 'Ada');
    await screen.tap(rope.getByRole('button', { name: /^Actions/ }));
    await screen.tap(page.getByRole('menuitem', { name: 'To do', exact: true }));
    await expect(rope).toHaveAttribute('data-column', 'todo');
    // The focus follows the card.
    await expectColumn(page, 'To do');
    await screen.tap(rope.getByRole('button', { name: 'Order rope', exact: true }));
    await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Title' })).toHaveValue('Order rope');
    await ada.closeDialog();
  });
});

test('a finger that rests on the canvas opens the context menu, and chooses nothing when it is lifted', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await page.setViewportSize({ width, height });
  await ada.createBoard('Harbour plan');
  const screen = await TouchScreen.of(page);
  await ada.showWhiteboard();
  await screen.tap(ada.whiteboard.getByTestId('toolbar-rectangle').locator('..'));
  await screen.swipe([80, 300], [220, 400]);
  await ada.expectElements(1);
  const menu = ada.whiteboard.locator('.context-menu');
  const notice = page.getByRole('alert');
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
  // There the menu has so little room below that it covers the finger.
  await screen.hold([200, 620], 900);
  await expect(menu).toBeVisible();
  await screen.tap(menu.getByText('Select all'));
  await expect(menu).toHaveCount(0);
  await expect(ada.whiteboard.getByRole('button', { name: 'Duplicate' })).toBeVisible();
});

test('on a phone on its side the first cards, the filter and the tools of the whiteboard are within reach', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await ada.createBoard('Harbour plan');
  await ada.addTask('Order rope');
  const screen = await TouchScreen.of(page);
  await page.setViewportSize({ width: 844, height: 390 });

  await test.step('a card is in sight, and a swipe over the columns brings more of them', async () => {
    await expect(ada.task('Order rope').locator('.pb-card-title')).toBeInViewport({ ratio: 0.9 });
    await screen.swipe([150, 215], [152, 60]);
    const claim = ada.task('Order rope').getByRole('button', { name: 'Claim', exact: true });
    await expect(claim).toBeInViewport({ ratio: 0.9 });
  });

  await test.step('all parts of the filter', async () => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('button', { name: 'Reset' }).click({ trial: true });
    await page.keyboard.press('Escape');
  });

  await test.step('the tools beside the toolbar, and the first entry of the menu', async () => {
    await ada.showWhiteboard();
    const beside = ada.whiteboard.locator('.mobile-misc-tools-container > *');
    await expect(beside).toHaveCount(3);
    for (const tool of await beside.all()) {
      await expect(tool).toBeInViewport({ ratio: 1 });
      await tool.click({ trial: true });
    }
    const menu = ada.whiteboard.locator('.dropdown-menu');
    await screen.tap(ada.whiteboard.getByTestId('main-menu-trigger'));
    await menu.getByText('Open file…').click({ trial: true });
  });
});

test('in a narrow window Escape closes the menu of the whiteboard, and a press beside it', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await page.setViewportSize({ width, height });
  await ada.createBoard('Harbour plan');
  await ada.showWhiteboard();
  const menu = ada.whiteboard.locator('.dropdown-menu');
  const trigger = ada.whiteboard.getByTestId('main-menu-trigger');
  await trigger.click();
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await trigger.click();
  await page.mouse.click(200, 270);
  await expect(menu).toHaveCount(0);
  await trigger.click();
  await expect(menu).toBeVisible();
  await trigger.click();
  await expect(menu).toHaveCount(0);
});

test('on a phone the search leaves half of the whiteboard to what it finds', async ({ instances }) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  await ada.createBoard('Harbour plan');
  await ada.showWhiteboard();
  await page.mouse.dblclick(1000, 700);
  await page.keyboard.type('Lighthouse');
  await page.keyboard.press('Escape');
  await ada.expectElements(1);
  await page.setViewportSize({ width, height });
  await page.keyboard.press('Control+f');
  const panel = ada.whiteboard.locator('.sidebar');
  await panel.getByRole('textbox').fill('light');
  await expect(panel.locator('.layer-ui__result-item')).toHaveCount(1);
  const board = await ada.whiteboard.boundingBox();
  const { width: panelWidth = 0, height: panelHeight = 0 } = (await panel.boundingBox()) ?? {};
  expect(panelWidth * panelHeight).toBeLessThan(((board?.width ?? 0) * (board?.height ?? 0)) / 2);
  // The middle of the canvas is just below the panel.
  await expect.poll(() => ada.hasInk(0.1)).toBe(true);
});

/** One column is in the window: of the others only an edge is. */
async function expectColumn(page: Page, name: string): Promise<void> {
  const shown = () =>
    page.locator('.pb-column').evaluateAll((columns) =>
      columns.flatMap((column) => {
        const { left, right, width } = column.getBoundingClientRect();
        const visible = Math.min(right, window.innerWidth) - Math.max(left, 0);
        return visible / width > 0.15
          ? [`${column.ariaLabel} ${visible / width > 0.98 ? 'whole' : 'cut'}`]
          : [];
      }),
    );
  await expect.poll(shown).toEqual([`${name} whole`]);
}
