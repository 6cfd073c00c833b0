/** Adds cards to the task list of an instance and reads the times at which they are shown and settled. */

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageScript } from '../../e2e/page/page-script.ts';
import type { Instance } from '../../e2e/processes/instance.ts';
import type * as BoardPage from '../pages/board-page.ts';

declare global {
  interface Window {
    boardPage: typeof BoardPage;
  }
}

/** @returns the script for {@link watchCards}. */
export function cardTimesScript(): Promise<string> {
  return pageScript(join(import.meta.dirname, '../pages/board-page.ts'), 'boardPage');
}

/** Shows the task list and records the times of its cards from now on. */
export async function watchCards(instance: Instance, script: string): Promise<void> {
  await instance.showTasks();
  await instance.page.evaluate(script);
  await instance.page.evaluate(() => window.boardPage.watch());
}

/** Types the title of a new card without submitting it. @returns a function that submits it. */
export async function typeCard({ page }: Instance, title: string): Promise<() => Promise<void>> {
  const field = page.getByRole('textbox', { name: 'Add a task to To do' });
  await field.fill(title);
  return () => field.press('Enter');
}

/** Resolves when the card is settled. Polls every `pollingMs` milliseconds: the error of the time of its return. */
export async function untilSettled(page: Page, title: string, pollingMs: number): Promise<void> {
  await page.waitForFunction((name) => window.boardPage.cardTimes(name).settled !== undefined, title, {
    polling: pollingMs,
  });
}

export function cardTimesOf(page: Page, title: string): Promise<BoardPage.CardTimes> {
  return page.evaluate((name) => window.boardPage.cardTimes(name), title);
}
