/** The tray through a StatusNotifierWatcher on the session bus, and the start at login. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './laptop-test.ts';
import { Tray } from './parts/tray.ts';

test('a closed window stays in the tray with its board; at login it starts there; its menu quits', async ({
  laptops,
}) => {
  const ada = await laptops.open('Ada');
  const tray = await Tray.start(ada.login);
  await ada.start();
  await ada.createBoard('Harbour');
  await ada.addTask('Paint the boat');
  await ada.expectSettled();
  const entry = join(ada.login.home, '.config/autostart/paxboard.desktop');

  await test.step('both settings apply at once', async () => {
    expect(await tray.hasIcon()).toBe(false);
    await ada.screen.press('ctrl+comma');
    const settings = ada.page.getByTestId('desktop-settings');
    await settings.getByRole('switch', { name: 'Keep running when the window is closed' }).click();
    await expect.poll(() => tray.hasIcon()).toBe(true);
    await settings.getByRole('switch', { name: 'Start when I log in' }).click();
    await expect.poll(() => existsSync(entry)).toBe(true);
    await ada.closeDialog();
  });

  await test.step('a closed window is hidden, its board stays open, and a click on the icon shows it', async () => {
    await ada.screen.press('alt+F4');
    await expect.poll(() => ada.screen.hasWindow()).toBe(false);
    await ada.addTask('Sweep the deck');
    await ada.expectSettled();
    await tray.click();
    await expect.poll(() => ada.screen.hasWindow()).toBe(true);
    await ada.screen.press('alt+F4');
    await expect.poll(() => ada.screen.hasWindow()).toBe(false);
    await tray.choose('Open Paxboard');
    await expect.poll(() => ada.screen.hasWindow()).toBe(true);
  });

  await test.step('the menu of the icon quits', async () => {
    await tray.choose('Quit Paxboard');
    expect(await ada.app.ended()).toBe('exit code 0');
    await expect.poll(() => tray.hasIcon()).toBe(false);
  });

  await test.step('the file for the login is valid, and its flag starts the app without a window, with its board', async () => {
    execFileSync('desktop-file-validate', [entry]);
    const [, flag = ''] = /^Exec=.* "([^"]+)"$/m.exec(readFileSync(entry, 'utf8')) ?? [];
    ada.spawn({ args: [flag] });
    await ada.meetPage();
    await ada.expectState('settling');
    await ada.showTasks();
    await ada.expectTask('Sweep the deck');
    expect(await ada.screen.hasWindow()).toBe(false);
    await tray.click();
    await expect.poll(() => ada.screen.hasWindow()).toBe(true);
  });

  await test.step('without the settings neither is left', async () => {
    await ada.screen.press('ctrl+comma');
    const settings = ada.page.getByTestId('desktop-settings');
    await settings.getByRole('switch', { name: 'Start when I log in' }).click();
    await expect.poll(() => existsSync(entry)).toBe(false);
    await settings.getByRole('switch', { name: 'Keep running when the window is closed' }).click();
    await expect.poll(() => tray.hasIcon()).toBe(false);
    await ada.closeDialog();
    await ada.screen.press('alt+F4');
    expect(await ada.app.ended()).toBe('exit code 0');
  });
});
