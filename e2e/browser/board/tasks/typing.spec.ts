import type { Page } from '@playwright/test';
import type { Instance } from '../../../processes/instance.ts';
import { expect, test } from '../../../processes/instances.ts';

/** The focused element: the label of its card, or its kind. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const card = element?.closest('[data-testid="task-card"]');
    return card?.getAttribute('aria-label') ?? element?.getAttribute('aria-label') ?? element?.tagName ?? '';
  });
}

function field({ page }: Instance) {
  return page.getByRole('textbox', { name: 'Add a task to To do' });
}

function open(instance: Instance, title: string) {
  return instance.task(title).getByRole('button', { name: title, exact: true }).click();
}

async function rename(instance: Instance, from: string, to: string): Promise<void> {
  await open(instance, from);
  await instance.page.getByRole('textbox', { name: 'Title' }).fill(to);
  await instance.page.getByRole('button', { name: 'Save' }).click();
  await expect(instance.task(to)).toBeVisible();
}

test('text typed for tasks is not lost, and the focus stays on the board', async ({ instances }) => {
  const [ada, ben] = await instances.two('Harbour plan');
  await ada.expectPeople(2);
  for (const one of [ada, ben]) await one.showTasks();
  const { page } = ada;
  const shot = (name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  const titles = () => page.locator('.pb-column[data-column="todo"] .pb-card-title').allTextContents();
  const title = page.getByRole('textbox', { name: 'Title' });
  const notes = page.getByRole('textbox', { name: 'Notes' });

  await test.step('several lines become several tasks, or one with notes, after a question', async () => {
    await field(ada).fill('Measure\n\nOrder rope\r\nPaint the crane');
    await expect(page.getByRole('group', { name: 'Add 3 tasks?' })).toBeVisible();
    await shot('several-lines');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(titles).toEqual(['Measure', 'Order rope', 'Paint the crane']);
    await expect(field(ada)).toHaveValue('');
    expect(await focused(page)).toBe('Add a task to To do');
    await field(ada).fill('Draw the buoys\nred\ngreen');
    await page.getByRole('button', { name: 'One task, the rest as notes' }).click();
    await expect(ada.task('Draw the buoys')).toContainText('red\ngreen');
  });

  await test.step('the end of a long title moves to the notes; an invisible title is rejected', async () => {
    await field(ada).fill(`Ask ${'the harbour master '.repeat(15)}`);
    await expect(page.getByText('the rest will go into the notes')).toBeVisible();
    await field(ada).press('Enter');
    await expect.poll(async () => (await titles()).length).toBe(5);
    expect((await titles())[4]?.length).toBeLessThanOrEqual(200);
    await expect(ada.task('Ask the harbour')).toContainText('master the harbour master');
    await field(ada).fill('\u200b\u2060');
    await field(ada).press('Enter');
    await field(ada).fill('half a thought');
    await ada.expectSettled();
    expect(await titles()).toHaveLength(5);
  });

  await test.step('Escape keeps a draft, which survives a reload', async () => {
    await open(ada, 'Measure');
    await notes.fill('Take the long line');
    await page.keyboard.press('Escape');
    await expect(title).toBeHidden();
    await expect.poll(() => focused(page)).toBe('Task 1: Measure');
    await page.reload();
    await ada.showTasks();
    await expect(field(ada)).toHaveValue('half a thought');
    await field(ada).fill('');
    await open(ada, 'Measure');
    await expect(page.getByTestId('draft')).toBeVisible();
    await expect(notes).toHaveValue('Take the long line');
    await shot('draft');
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await expect(notes).toHaveValue('');
    await expect(title).toBeFocused();
    await page.keyboard.press('Escape');
    await open(ada, 'Measure');
    await expect(title).toHaveValue('Measure');
    await expect(page.getByTestId('draft')).toBeHidden();
  });

  await test.step('concurrent changes are shown, and do not replace typed text', async () => {
    await title.fill('Measure berth 4');
    await rename(ben, 'Measure', 'Measure twice');
    await expect(page.getByTestId('conflict')).toContainText('Measure twice');
    await expect(title).toHaveValue('Measure berth 4');
    await shot('conflict');
    await page.getByRole('button', { name: 'Use their title' }).click();
    await expect(title).toHaveValue('Measure twice');
    await expect(title).toBeFocused();
    await notes.fill('With the long line');
    await rename(ben, 'Measure twice', 'Measure it');
    await expect(title).toHaveValue('Measure it');
    await expect(notes).toHaveValue('With the long line');

    await ben
      .task('Measure it')
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await ben.page.getByRole('menuitem', { name: 'Remove…' }).click();
    await ben.page.getByRole('button', { name: 'Remove task' }).click();
    await expect.poll(() => focused(ben.page)).toBe('Task 2: Order rope');
    await expect(page.getByText('The text that you typed is still here.')).toBeVisible();
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect(page.getByTestId('on-shelf')).toBeHidden();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(ada.task('Measure it')).toContainText('With the long line');
  });

  await test.step('the focus stays with the card, or moves to the next one', async () => {
    const rope = ada.task('Order rope');
    await rope.getByRole('button', { name: 'Claim', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(rope).toHaveAttribute('data-claimed-by', 'Ada');
    await expect.poll(() => focused(page)).toBe('Task 2: Order rope');
    await rope.getByRole('button', { name: 'Mark as done' }).focus();
    await page.keyboard.press('Enter');
    await expect(rope).toHaveAttribute('data-column', 'done');
    await expect.poll(() => focused(page)).toBe('Task 2: Order rope');

    const crane = ada.task('Paint the crane');
    for (const answer of ['Cancel', 'Remove task']) {
      await crane.getByRole('button', { name: /^Actions for/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Remove…' }).press('Enter');
      await page.getByRole('button', { name: answer }).press('Enter');
      const next = answer === 'Cancel' ? 'Task 3: Paint the crane' : 'Task 4: Draw the buoys';
      await expect.poll(() => focused(page)).toBe(next);
    }
    await open(ada, 'Draw the buoys');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => focused(page)).toBe('Task 4: Draw the buoys');

    // Another person removes the focused card.
    await ben
      .task('Draw the buoys')
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await ben.page.getByRole('menuitem', { name: 'Remove…' }).click();
    await ben.page.getByRole('button', { name: 'Remove task' }).click();
    await expect.poll(() => focused(page)).toContain('Ask the harbour');
  });

  await test.step('a new task that the filter hides can be shown; search ignores composition and case', async () => {
    await page.getByText('Mine', { exact: true }).click();
    await field(ada).fill('\u0130stanbul Cafe\u0301');
    await field(ada).press('Enter');
    await expect(page.getByText('The filter hides it.')).toBeVisible();
    await shot('hidden-task');
    await page.getByRole('button', { name: 'Show all tasks' }).click();
    await expect(ada.task('stanbul')).toBeVisible();
    const search = page.getByRole('searchbox', { name: 'Search tasks' });
    await expect(search).toBeFocused();
    await search.fill('istanbul CAF\u00c9');
    await expect.poll(titles).toEqual(['\u0130stanbul Cafe\u0301']);
  });
});
