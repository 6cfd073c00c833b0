/** The fixtures of the desktop app's tests: instances with separate profiles, ended and removed afterwards. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { findTestElectron } from '../../scripts/environment/electron/test-electron.mjs';
import { BoardPage } from '../page/board-page.ts';
import { attachPages } from '../page/failure-report.ts';
import { ForeignRequests } from '../page/foreign-requests.ts';
import { AppProcess } from '../processes/app-process.ts';
import {
  argsOf,
  type LaunchedApp,
  type LaunchOptions,
  launchApp,
  runApp,
} from '../processes/electron-app.ts';
import { Outgoing } from '../processes/outgoing.ts';

export interface Lab {
  /** A new instance; several with one profile are one app. */
  launch(profile: string, args?: readonly string[], root?: string): Promise<LaunchedApp>;
  /** An instance that ends by itself. @returns its exit code. */
  run(profile: string, args?: readonly string[]): Promise<number>;
  /** A new instance without Playwright. */
  spawn(profile: string, args?: readonly string[]): AppProcess;
  /** Ends the app with the test. */
  own(app: AppProcess): void;
  /** A folder that is removed after the test. */
  readonly folder: string;
  /** The requests of all apps that left this machine. A test fails on any that it has not taken. */
  readonly outgoing: Outgoing;
}

/** After this time an app that does not quit is killed, milliseconds. */
const quitPatience = 8000;

export const test = base.extend<{ electron: string; lab: Lab }>({
  electron: async ({ browserName: _ }, use) => {
    const program = findTestElectron();
    test.skip(program === undefined, 'there is no Electron for this system');
    test.skip(
      process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY,
      'there is no display for a window: no Xvfb, and it could not be installed',
    );
    await use(program ?? '');
  },
  lab: async ({ electron: program }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxboard-desktop-'));
    const launched: LaunchedApp[] = [];
    const spawned: AppProcess[] = [];
    const outgoing = new Outgoing(folder);
    // Also those that the page's policy blocks.
    const foreign = new ForeignRequests();
    const optionsFor = (name: string, args: readonly string[], root?: string): LaunchOptions => {
      const profile = join(folder, name);
      mkdirSync(profile, { recursive: true });
      // A test must not be reachable from the network.
      const options = { program, profile, args: ['--listen=127.0.0.1', ...args], outgoing };
      return root === undefined ? options : { ...options, root };
    };
    await use({
      folder,
      outgoing,
      launch: async (name, args = [], root) => {
        const app = await launchApp(optionsFor(name, args, root));
        launched.push(app);
        foreign.watch(app.context());
        return app;
      },
      run: (name, args = []) => runApp(optionsFor(name, args)),
      own: (app) => void spawned.push(app),
      spawn: (name, args = []) => {
        const app = new AppProcess(program, argsOf(optionsFor(name, args)), { env: outgoing.env });
        spawned.push(app);
        return app;
      },
    });
    if (info.status !== info.expectedStatus) {
      await attachPages(
        info,
        launched.flatMap((app) => app.windows()).map((page, at) => [`window-${at + 1}`, page]),
      );
    }
    if (info.status !== info.expectedStatus) {
      for (const app of spawned) await info.attach('what the app said', { body: app.said });
    }
    await Promise.all([...launched.map(end), ...spawned.map((app) => app.quit())]);
    const requests = [...outgoing.all(), ...foreign.all()];
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    expect(requests, 'requests that left this machine').toEqual([]);
  },
});

/** Quits it, or kills it if it does not. */
async function end(app: LaunchedApp): Promise<void> {
  if (app.main.exitCode !== null || app.main.signalCode !== null) return;
  const timer = setTimeout(() => app.main.kill('SIGKILL'), quitPatience);
  await app.close().catch(() => undefined);
  await app.ended();
  clearTimeout(timer);
}

/** The app's first window, after the name was entered. */
export async function named(app: LaunchedApp, name: string): Promise<BoardPage> {
  const window = new BoardPage({ page: await app.firstWindow() });
  await window.enterName(name);
  return window;
}
