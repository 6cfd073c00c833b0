/**
 * The desktop app from outside, under Electron's own runtime: order of start, scheme handler, the preload's interface, channels
 * and their senders, deep links, single instance, menu actions, quit and sleep.
 */

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { named, test } from './lab.ts';

test('opens its start screen from its own scheme, with the policy and the bridge', async ({ lab }) => {
  const app = await lab.launch('ada');
  const window = await app.firstWindow();
  await expect(window.getByRole('heading', { name: /A whiteboard and a task list/ })).toBeVisible();
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL(), 0),
  ).toBe('app://paxboard/');
  expect(await window.evaluate(() => Object.keys(Reflect.get(globalThis, 'paxboard')).sort())).toEqual([
    'changeSettings',
    'hostInfo',
    'lastRun',
    'onJoinLink',
    'onLifeStep',
    'onShowSettings',
    'openSecret',
    'platform',
    'saveLog',
    'sealSecret',
    'settings',
  ]);
  expect(
    await window.evaluate(() => [typeof Reflect.get(globalThis, 'require'), globalThis.isSecureContext]),
  ).toEqual(['undefined', true]);
  const answers = await window.evaluate(async () => {
    const statuses = async (path: string) => (await fetch(path)).status;
    const policy = (await fetch('/')).headers.get('Content-Security-Policy');
    return { policy, outside: await statuses('/..%2fmain%2findex.js'), none: await statuses('/none') };
  });
  expect(answers).toMatchObject({
    policy: expect.stringContaining("default-src 'none'"),
    outside: 404,
    none: 404,
  });

  // Requests of the window, of its main process and of Node reach the watch, which fails a test on each.
  expect(lab.outgoing.all()).toEqual([]);
  await app.evaluate(async ({ net, session }) => {
    await Promise.allSettled([
      net.fetch('http://outside.invalid/'),
      session.fromPartition('other').fetch('http://session.invalid/'),
      fetch('http://node.invalid/'),
    ]);
  }, 0);
  expect(lab.outgoing.take()).toEqual(
    expect.arrayContaining([
      'name node.invalid',
      'request http: outside.invalid',
      'request http: session.invalid',
    ]),
  );
});

test('a window that never reports its first painting is shown once its page is loaded', async ({ lab }) => {
  // As under Wayland from Electron 38 on, where a hidden window paints nothing.
  const root = join(lab.folder, 'unpainted');
  mkdirSync(root);
  symlinkSync(join(import.meta.dirname, '../../out'), join(root, 'out'));
  writeFileSync(join(root, 'package.json'), '{"name":"unpainted","main":"main.cjs"}');
  writeFileSync(
    join(root, 'main.cjs'),
    `require('electron').app.on('browser-window-created', (_, window) => {
      const { emit } = window;
      window.emit = (name, ...args) => name !== 'ready-to-show' && emit.call(window, name, ...args);
    });
    require('./out/main/index.cjs');`,
  );
  const app = await lab.launch('ada', [], root);
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible(), 0);
  await expect.poll(isVisible).toBe(true);
});

test('does not navigate away: other pages do not open in it, and only https opens in the browser', async ({
  lab,
}) => {
  const app = await lab.launch('ada');
  const window = await app.firstWindow();
  await expect(window.getByRole('heading', { name: /A whiteboard/ })).toBeVisible();
  await app.evaluate(({ shell }) => {
    Reflect.set(globalThis, 'outside', []);
    shell.openExternal = async (url) => {
      Reflect.get(globalThis, 'outside').push(url);
    };
  }, 0);
  const outside = () => app.evaluate(() => Reflect.get(globalThis, 'outside'), 0);
  await window.evaluate(() => globalThis.location.assign('https://example.com/a'));
  await expect.poll(outside).toEqual(['https://example.com/a']);
  await window.evaluate(() => globalThis.location.assign('http://127.0.0.1:9/b'));
  await window.evaluate(() => void globalThis.open('https://example.com/c'));
  await expect.poll(outside).toContain('https://example.com/c');
  expect(await outside()).not.toContain('http://127.0.0.1:9/b');
  expect(app.windows()).toHaveLength(1);
  // Playwright's locators wait for the end of the refused navigation, and Electron reports none.
  expect(
    await window.evaluate(() => [globalThis.location.href, document.querySelector('h1')?.innerText]),
  ).toEqual(['app://paxboard/', expect.stringContaining('A whiteboard')]);
});

test('answers only its own page, and only valid arguments', async ({ lab }) => {
  const app = await lab.launch('ada');
  const window = await app.firstWindow();
  await expect(window.getByRole('heading', { name: /A whiteboard/ })).toBeVisible();
  const ask = async (text: string): Promise<string> => {
    try {
      return typeof (await Reflect.get(globalThis, 'paxboard').sealSecret(text));
    } catch (error) {
      return String(error);
    }
  };
  const { secrets, opened } = await window.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'paxboard');
    const sealed = await bridge.sealSecret('abc');
    return {
      secrets: (await bridge.settings()).secrets,
      opened: sealed === undefined ? 'nothing sealed' : await bridge.openSecret(sealed),
    };
  });
  // Without a keyring nothing is sealed, and the settings say so.
  expect(secrets === 'sealed' ? 'abc' : 'nothing sealed').toBe(opened);
  expect(await window.evaluate(ask, 'x'.repeat(100))).toContain('the argument is invalid');
  const stranger = await app.evaluate(async ({ BrowserWindow, app }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    await other.loadURL('data:text/html,<title>stranger</title>');
    return other.id;
  }, 0);
  expect(stranger).toBeGreaterThan(0);
  const strangers = () => app.windows().filter((one) => one.url().startsWith('data:'));
  await expect.poll(() => strangers().length).toBe(1);
  const [page] = strangers();
  expect(await page?.evaluate(ask, 'abc')).toContain('only the window of Paxboard');
});

test('a deep link at the start, another while it runs, by a second instance that ends', async ({ lab }) => {
  const ada = await lab.launch('ada');
  const adasWindow = await named(ada, 'Ada');
  await adasWindow.createBoard('Harbour');
  const link = await adasWindow.deepLink();

  const ben = await lab.launch('ben', ['--some-flag', link, '--other']);
  const bens = await named(ben, 'Ben');
  await expect(bens.page.getByText('Join “Harbour”?')).toBeVisible();
  await bens.acceptInvite();
  await bens.backToBoards();

  expect(await lab.run('ben', [link])).toBe(0);
  await expect(bens.page.getByText('You already have “Harbour”')).toBeVisible();
  expect(ben.windows()).toHaveLength(1);

  // As macOS sends it.
  await bens.page.getByRole('button', { name: 'Not now' }).click();
  await ben.evaluate(
    ({ app }, url) => void app.emit('open-url', { preventDefault: () => undefined }, url),
    link,
  );
  await expect(bens.page.getByText('You already have “Harbour”')).toBeVisible();
});

test('an invite file opens, saved from the invite; a bad one is reported with the reason', async ({
  lab,
}) => {
  const ada = await lab.launch('ada');
  const adasWindow = await named(ada, 'Ada');
  await adasWindow.createBoard('Harbour');
  const file = join(lab.folder, 'Harbour.paxboard');
  await adasWindow.page.getByRole('button', { name: 'Invite', exact: true }).click();
  // Electron would ask where to save it.
  await ada.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_, item) => {
      Reflect.set(globalThis, 'suggested', item.getFilename());
      item.setSavePath(path);
      item.once('done', (_done, state) => Reflect.set(globalThis, 'download', state));
    });
  }, file);
  await adasWindow.page.getByRole('button', { name: 'Save as file…' }).click();
  await expect.poll(() => ada.evaluate(() => Reflect.get(globalThis, 'download'))).toBe('completed');
  expect(await ada.evaluate(() => Reflect.get(globalThis, 'suggested'))).toBe('Harbour.paxboard');
  const ben = await lab.launch('ben', [file]);
  const bens = await named(ben, 'Ben');
  await expect(bens.page.getByText('Join “Harbour”?')).toBeVisible();

  const bad = join(lab.folder, 'bad.paxboard');
  writeFileSync(
    bad,
    readFileSync(file, 'utf8').replace('"link": "paxboard://join/paxb', '"link": "paxboard://join/paxB'),
  );
  await ben.evaluate(({ dialog }) => {
    dialog.showErrorBox = (title, content) => Reflect.set(globalThis, 'said', `${title}: ${content}`);
  }, 0);
  await ben.evaluate(
    ({ app }, path) => void app.emit('open-file', { preventDefault: () => undefined }, path),
    bad,
  );
  await expect
    .poll(() => ben.evaluate(() => Reflect.get(globalThis, 'said'), 0))
    .toContain('missing or was changed');
});

test('the menu shows the settings, which persist', async ({ lab }) => {
  const app = await lab.launch('ada');
  const { page: window } = await named(app, 'Ada');
  await app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('settings')?.click(), 0);
  const settings = window.getByTestId('desktop-settings');
  await expect(settings).toBeVisible();
  const tray = settings.getByRole('switch', { name: 'Keep running when the window is closed' });
  await expect(tray).not.toBeChecked();
  await tray.click();
  await expect(tray).toBeChecked();
  await expect(settings.getByRole('switch', { name: 'Start when I log in' })).not.toBeChecked();
  expect(JSON.parse(readFileSync(join(lab.folder, 'ada/preferences.json'), 'utf8'))).toMatchObject({
    stayInTray: true,
    startAtLogin: false,
  });
  // A closed window is only hidden now, and its page continues.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), 0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible(), 0)).toBe(
    false,
  );
  expect(app.windows()).toHaveLength(1);
});

test('a window that does not answer does not prevent the app from quitting', async ({ lab }) => {
  const app = await lab.launch('ada');
  const window = await app.firstWindow();
  await window.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'paxboard');
    Reflect.apply(bridge.onLifeStep, bridge, [() => new Promise(() => undefined)]);
  });
  await app.evaluate(({ app }) => app.quit(), 0).catch(() => undefined);
  expect(await app.ended()).toBe(0);
});
