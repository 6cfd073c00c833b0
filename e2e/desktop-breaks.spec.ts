/**
 * Deliberate breaks of the built main process and preload, under the double: each must be noticed by what the wiring
 * tests look at. The whole build is looked at in the same way, and passes.
 */

import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './desktop-lab.ts';
import type { DesktopUnderTest } from './desktop-under-test.ts';

/** For what must not come to be, milliseconds. */
const brokenPatience = 4000;

/** For what must come to be, on a machine that is busy with other things, milliseconds. */
const wholePatience = 40_000;

interface Break {
  readonly name: string;
  readonly file: 'main/index.cjs' | 'preload/preload.cjs';
  readonly from: string | RegExp;
  readonly to: string;
  /** Whether all is well, as the wiring tests look at it. */
  readonly isWell: (app: DesktopUnderTest, patience: number) => Promise<boolean>;
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
    name: 'main waits at its top level for the app to be ready',
    file: 'main/index.cjs',
    from: /^registerAppScheme\(\);$/m,
    to: 'registerAppScheme(); await app.whenReady();',
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
    name: 'nothing keeps the window at home',
    file: 'main/index.cjs',
    from: /\n\s*keepAtHome\(window, log\);/,
    to: '',
    isWell: async (app) => {
      const window = await app.firstWindow();
      await window.getByRole('heading', { name: /A whiteboard/ }).waitFor();
      await window.evaluate(() => location.assign('https://example.com/'));
      return window
        .getByText('elsewhere')
        .waitFor({ timeout: brokenPatience })
        .then(
          () => false,
          () => true,
        );
    },
  },
  {
    name: 'only the first argument is looked at',
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
    name: 'nobody looks at who sends',
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
      const page = app.windows().find((one) => one.url().startsWith('data:'));
      const answered = await page?.evaluate(() =>
        Reflect.get(globalThis, 'paxboard')
          .settings()
          .catch(() => 'no'),
      );
      return answered === 'no';
    },
  },
  {
    name: 'the app waits for its window for ever when it quits',
    file: 'main/index.cjs',
    from: /leaveMilliseconds = [^;]*;/,
    to: 'leaveMilliseconds = 1e9;',
    isWell: async (app, patience) => {
      const window = await app.firstWindow();
      await window.evaluate(() => {
        Reflect.get(globalThis, 'paxboard').onLifeStep(() => new Promise(() => undefined));
      });
      await app.evaluate(({ app: running }) => running.quit(), 0);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), patience);
      });
      const isWell = await Promise.race([app.ended().then(() => true), late]);
      clearTimeout(timer);
      return isWell;
    },
  },
];

/** `npm test` takes these; `npm run test:breaks` all of them. */
const sample = [
  'the scheme is registered late',
  'the preload requires a module',
  'nobody looks at who sends',
];

for (const { name, file, from, to, isWell } of breaks) {
  const tag = sample.includes(name) ? [] : ['@long'];
  test(`it is noticed if ${name}`, { tag }, async ({ lab }) => {
    const built = join(import.meta.dirname, '../out');
    const root = join(lab.folder, 'broken');
    for (const part of ['main', 'preload'])
      cpSync(join(built, part), join(root, 'out', part), { recursive: true });
    symlinkSync(join(built, 'renderer'), join(root, 'out/renderer'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
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
    app.kill();
  });
}

async function starts(app: DesktopUnderTest, patience: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const shown = app.firstWindow().then(
    async (window) => {
      await window.getByRole('heading', { name: /A whiteboard/ }).waitFor({ timeout: patience });
      return true;
    },
    () => false,
  );
  const isWell = await Promise.race([shown.catch(() => false), late]);
  clearTimeout(timer);
  return isWell;
}
