/**
 * Deliberate breaks of the built main process and preload: the checks of the wiring tests must detect each. The intact build passes
 * the same checks.
 */

import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { LaunchedApp } from '../processes/electron-app.ts';
import { test } from './lab.ts';

/** For events that must not happen, milliseconds. */
const brokenPatience = 4000;

/** For events that must happen, on a machine with other load, milliseconds. */
const wholePatience = 40_000;

interface Break {
  readonly name: string;
  readonly file: 'main/index.cjs' | 'preload/preload.cjs';
  readonly from: string | RegExp;
  readonly to: string;
  /** Whether the checks of the wiring tests pass. */
  readonly isWell: (app: LaunchedApp, patience: number) => Promise<boolean>;
}

const link = 'paxboard://join/damaged';

const breaks: readonly Break[] = [
  {
    name: 'the scheme is registered late',
    file: 'main/index.cjs',
    from: /^registerAppScheme\(\);$/m,
    to: 'app.whenReady().then(registerAppScheme);',
    isWell: starts,
  },
  {
    name: 'the preload requires a module',
    file: 'preload/preload.cjs',
    from: /^/,
    to: "require('node:fs');\n",
    isWell: async (app) => {
      const window = await app.firstWindow();
      return window.evaluate(() => Reflect.has(globalThis, 'paxboard'));
    },
  },
  {
    name: 'nothing restricts navigation',
    file: 'main/index.cjs',
    from: /\n\s*restrictNavigation\(window, log\);/,
    to: '',
    isWell: async (app) => {
      const window = await app.firstWindow();
      await window.getByRole('heading', { name: /A whiteboard/ }).waitFor();
      const elsewhere = createServer();
      const asked = new Promise<boolean>((resolve) => {
        elsewhere.on('request', (_, response) => {
          response.end('elsewhere');
          resolve(false);
        });
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      const { port } = Object(elsewhere.address());
      await window.evaluate((url) => location.assign(url), `http://127.0.0.1:${port}/`);
      const isWell = await Promise.race([asked, after(brokenPatience, true)]);
      elsewhere.close();
      return isWell;
    },
  },
  {
    name: 'only the first argument is read',
    file: 'main/index.cjs',
    from: 'args.slice(1)',
    to: 'args.slice(1, 2)',
    isWell: async (app, patience) => {
      const window = await app.firstWindow();
      await window.getByRole('textbox', { name: 'Your name' }).fill('Ada');
      await window.getByRole('button', { name: 'Continue' }).click();
      await window.getByTestId('new-board-name').waitFor();
      const field = window.getByTestId('join-link');
      return expect(field)
        .toHaveValue(link, { timeout: patience })
        .then(
          () => true,
          () => false,
        );
    },
  },
  {
    name: 'the sender is not checked',
    file: 'main/index.cjs',
    from: /if \(!isOwnWindow\(event\)\) throw/,
    to: 'if (false) throw',
    isWell: async (app) => {
      await app.firstWindow();
      await app.evaluate(async ({ app: running, BrowserWindow }) => {
        const preload = `${running.getAppPath()}/out/preload/preload.cjs`;
        await new BrowserWindow({ show: false, webPreferences: { preload } }).loadURL(
          'data:text/html,stranger',
        );
      }, 0);
      const strangers = () => app.windows().filter((one) => one.url().startsWith('data:'));
      // Playwright may learn of the window later than the app.
      await expect.poll(() => strangers().length).toBe(1);
      const [page] = strangers();
      const answered = await page?.evaluate(() =>
        Reflect.get(globalThis, 'paxboard')
          .settings()
          .catch(() => 'no'),
      );
      return answered === 'no';
    },
  },
  {
    name: 'the app waits for its window forever when it quits',
    file: 'main/index.cjs',
    from: /leaveMilliseconds = [^;]*;/,
    to: 'leaveMilliseconds = 1e9;',
    isWell: async (app, patience) => {
      const window = await app.firstWindow();
      await window.evaluate(() => {
        Reflect.get(globalThis, 'paxboard').onLifeStep(() => new Promise(() => undefined));
      });
      await app.evaluate(({ app: running }) => running.quit(), 0);
      return Promise.race([app.ended().then(() => true), after(patience, false)]);
    },
  },
];

/** `npm test` runs these; `npm run test:breaks` all of them. */
const sample = [
  'the scheme is registered late',
  'the preload requires a module',
  'the sender is not checked',
];

for (const { name, file, from, to, isWell } of breaks) {
  const tag = sample.includes(name) ? [] : ['@long'];
  test(`the checks detect that ${name}`, { tag }, async ({ lab }) => {
    const built = join(import.meta.dirname, '../../out');
    const root = join(lab.folder, 'broken');
    for (const part of ['main', 'preload'])
      cpSync(join(built, part), join(root, 'out', part), { recursive: true });
    symlinkSync(join(built, 'renderer'), join(root, 'out/renderer'));
    writeFileSync(
      join(root, 'package.json'),
      '{"type":"module","main":"out/main/index.cjs","name":"broken"}',
    );
    const path = join(root, 'out', file);
    const text = readFileSync(path, 'utf8');
    const broken = text.replace(from, to);
    expect(broken, 'the break has nothing to change any more').not.toBe(text);
    writeFileSync(path, broken);
    const whole = await lab.launch('ada', ['--flag', link]);
    expect(await isWell(whole, wholePatience)).toBe(true);
    await whole.close();
    const app = await lab.launch('ben', ['--flag', link], root);
    expect(await isWell(app, brokenPatience)).toBe(false);
    app.main.kill('SIGKILL');
  });
}

async function starts(app: LaunchedApp, patience: number): Promise<boolean> {
  const shown = app.firstWindow().then(async (window) => {
    await window.getByRole('heading', { name: /A whiteboard/ }).waitFor({ timeout: patience });
    return true;
  });
  return Promise.race([shown.catch(() => false), after(patience, false)]);
}

async function after<Value>(milliseconds: number, value: Value): Promise<Value> {
  return wait(milliseconds, value, { ref: false });
}
