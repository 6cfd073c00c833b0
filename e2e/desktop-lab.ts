/** What the tests of the desktop app share: instances with profiles of their own, ended and cleared away afterwards. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { findTestElectron } from '../scripts/test-electron.mjs';
import { type DesktopUnderTest, launchElectron } from './desktop-under-test.ts';
import { launchDouble } from './electron-double/launch.ts';
import { attachPages } from './last-look.ts';

export interface Lab {
  /** A new instance; several with one profile are one app. */
  launch(profile: string, args?: readonly string[], root?: string): Promise<DesktopUnderTest>;
  /** A folder that goes away with the test. */
  readonly folder: string;
}

export const isDouble = (): boolean => test.info().project.name === 'desktop-double';

export const test = base.extend<{ lab: Lab }>({
  lab: async ({ browserName: _ }, use, info) => {
    const program = findTestElectron();
    test.skip(!isDouble() && program === undefined, 'there is no Electron for this system here');
    test.skip(
      !isDouble() && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY,
      'there is no display here for a window to open on',
    );
    const folder = mkdtempSync(join(tmpdir(), 'paxboard-desktop-'));
    const launched: DesktopUnderTest[] = [];
    await use({
      folder,
      launch: async (name, args = [], root) => {
        const profile = join(folder, name);
        mkdirSync(profile, { recursive: true });
        // Nothing of a test is to be reached from the network.
        const options = {
          profile,
          args: ['--listen=127.0.0.1', ...args],
          ...(root === undefined ? {} : { root }),
        };
        const app = isDouble() ? await launchDouble(options) : await launchElectron(program ?? '', options);
        launched.push(app);
        return app;
      },
    });
    if (info.status !== info.expectedStatus) {
      await attachPages(
        info,
        launched.flatMap((app) => app.windows()).map((page, at) => [`window-${at + 1}`, page]),
      );
    }
    for (const app of launched) await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

export async function named(app: DesktopUnderTest, name: string): Promise<Page> {
  const window = await app.firstWindow();
  await window.getByRole('textbox', { name: 'Your name' }).fill(name);
  await window.getByRole('button', { name: 'Continue' }).click();
  await expect(window.getByTestId('new-board-name')).toBeVisible();
  return window;
}

export async function createBoard(window: Page, name: string): Promise<void> {
  await window.getByTestId('new-board-name').fill(name);
  await window.getByRole('button', { name: 'Create board' }).click();
  await expect(window.getByTestId('health')).toHaveAttribute('data-state', 'settling');
}

export async function inviteLink(window: Page): Promise<string> {
  await window.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await window.getByTestId('invite-link').inputValue();
  await window.keyboard.press('Escape');
  return link.replace(/^.*#join=/, 'paxboard://join/');
}

export async function acceptInvite(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Join board' }).click();
  await expect(window.getByTestId('health')).toHaveAttribute('data-state', 'settling');
}
