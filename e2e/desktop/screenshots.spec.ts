/** The pictures of the desktop app's window in `docs/screenshots`: its settings, over a board. */

import { join } from 'node:path';
import { expect } from '@playwright/test';
import { named, test } from './lab.ts';

const folder = join(import.meta.dirname, '../../docs/screenshots');

test('screenshots of the desktop app', async ({ lab }) => {
  const app = await lab.launch('ada');
  const window = await named(app, 'Ada');
  await window.createBoard('Harbour festival');
  for (const title of ['Book the brass band', 'Print the programme']) await window.addTask(title);
  await window.expectSettled();
  await app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('settings')?.click(), 0);
  await expect(window.page.locator('[data-secrets]')).toBeVisible();
  await expect(window.page.locator('.mantine-Notification-root')).toHaveCount(0);
  for (const scheme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme: scheme });
    await window.page.screenshot({
      path: join(folder, `desktop-settings-${scheme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  }
});
