/** The keys to boards with a real keyring on the session bus, without one, and from one to the other. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Laptop } from './laptop.ts';
import { expect, test } from './laptop-test.ts';
import { Keyring, knownDesktop } from './parts/keyring.ts';
import { storedSecrets } from './parts/stored-secrets.ts';

test('keys to boards are sealed with a keyring; without one the settings say that they are not; no board is lost between the two', async ({
  laptops,
}) => {
  const ada = await laptops.open('Ada');
  const withKeyring = { env: knownDesktop };

  const link = await test.step('with a keyring the key is sealed', async () => {
    const keyring = await Keyring.unlock(ada.login);
    await ada.start(withKeyring);
    await expectSecrets(ada, 'sealed', 'sealed with a key from this system’s password store');
    await ada.createBoard('Harbour');
    await ada.addTask('Paint the boat');
    await ada.expectSettled();
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed' });
    const deepLink = await ada.deepLink();
    expect(await ada.quit()).toBe('exit code 0');
    await keyring.end();
    return deepLink;
  });

  await test.step('without it the board stays, and the app says why it does not open', async () => {
    await ada.start(withKeyring);
    await expectSecrets(ada, 'unavailable', 'stored unprotected');
    await ada.page.getByRole('button', { name: 'Open Harbour' }).click();
    await expect(ada.page.getByText('perhaps its keyring is locked, or was reset')).toBeVisible();
    await ada.backToBoards();
    await ada.createBoard('Quay');
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed', Quay: 'clear' });
    expect(await ada.quit()).toBe('exit code 0');
  });

  await test.step('with it again both open, and both are sealed', async () => {
    const keyring = await Keyring.unlock(ada.login);
    // As on a desktop that Chromium does not know.
    await ada.start({ args: ['--password-store=gnome-libsecret'] });
    await expectSecrets(ada, 'sealed', 'sealed with a key from this system’s password store');
    await ada.openBoard('Harbour');
    await ada.showTasks();
    await ada.expectTask('Paint the boat');
    await ada.backToBoards();
    await ada.openBoard('Quay');
    await ada.expectState('settling');
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed', Quay: 'sealed' });
    expect(await ada.quit()).toBe('exit code 0');
    await keyring.end();
  });

  await test.step('with a keyring that was reset the invite link opens the board again', async () => {
    rmSync(join(ada.login.home, '.local/share/keyrings'), { recursive: true });
    await Keyring.unlock(ada.login);
    await ada.start({ ...withKeyring, args: [link] });
    await ada.acceptInvite();
    await ada.showTasks();
    await ada.expectTask('Paint the boat');
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed', Quay: 'sealed' });
  });
});

// A fuse of the packaged app could make Chromium wait for the keyring before the app's first line.
for (const kind of ['unpackaged', 'packaged'] as const) {
  test(`${kind}: a locked keyring that the person does not unlock does not delay the start, and the settings say that it is locked`, async ({
    laptops,
  }) => {
    const ada = await (kind === 'packaged' ? laptops.openPackaged('Ada') : laptops.open('Ada'));
    const withKeyring = { env: knownDesktop };
    const keyring = await Keyring.unlock(ada.login);
    await ada.start(withKeyring);
    await ada.createBoard('Harbour');
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed' });
    expect(await ada.quit()).toBe('exit code 0');
    await keyring.end();

    const locked = await Keyring.lock(ada.login);
    await ada.start(withKeyring);
    await ada.createBoard('Quay');
    await ada.backToBoards();
    await expectSecrets(ada, 'locked', 'The keyring of this system is locked');
    await ada.page.getByRole('button', { name: 'Open Harbour' }).click();
    await expect(ada.page.getByText('perhaps its keyring is locked, or was reset')).toBeVisible();
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed', Quay: 'clear' });
    expect(await ada.quit()).toBe('exit code 0');
    await locked.end();

    await Keyring.unlock(ada.login);
    await ada.start(withKeyring);
    await ada.openBoard('Quay');
    await ada.backToBoards();
    await ada.openBoard('Harbour');
    expect(await ada.page.evaluate(storedSecrets)).toEqual({ Harbour: 'sealed', Quay: 'sealed' });
  });
}

/** In the settings, which the shortcut of their menu item opens. */
async function expectSecrets(laptop: Laptop, state: string, text: string): Promise<void> {
  await laptop.screen.press('ctrl+comma');
  const shown = laptop.page.locator('[data-secrets]');
  await expect(shown).toHaveAttribute('data-secrets', state);
  await expect(shown).toContainText(text);
  await laptop.closeDialog();
}
