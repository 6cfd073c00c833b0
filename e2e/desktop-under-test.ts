/** The desktop app as a test sees it: under Electron's own runtime, or its built main process under the double. */

import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import type * as Electron from 'electron';
import { sandboxFlags } from '../scripts/electron.mjs';

const root = join(import.meta.dirname, '..');

/** What the double notes that the app asked of the system; the real Electron has none of it. */
export interface DoubleOnly {
  readonly calls: readonly { readonly name: string; readonly args: readonly unknown[] }[];
}

export type ElectronFunction<Arg, Result> = (
  electron: typeof Electron & DoubleOnly,
  arg: Arg,
) => Result | Promise<Result>;

/** A part of Playwright's `ElectronApplication`. */
export interface DesktopUnderTest {
  firstWindow(): Promise<Page>;
  windows(): readonly Page[];
  evaluate<Arg, Result>(what: ElectronFunction<Arg, Result>, arg: Arg): Promise<Result>;
  /** Quits it. */
  close(): Promise<void>;
  /** Ends it without a word. */
  kill(): void;
  /** Its exit code, once it has ended. */
  ended(): Promise<number>;
}

export interface LaunchOptions {
  /** Folder of the profile; no other instance with it may run, or that one is told. */
  readonly profile: string;
  readonly args: readonly string[];
  /** Another build than that of this checkout. */
  readonly root?: string;
}

export async function launchElectron(
  executablePath: string,
  options: LaunchOptions,
): Promise<DesktopUnderTest> {
  const app = await _electron.launch({
    executablePath,
    args: [...sandboxFlags(), options.root ?? root, `--user-data-dir=${options.profile}`, ...options.args],
  });
  const ended = new Promise<number>((resolve) => app.process().once('exit', (code) => resolve(code ?? -1)));
  return {
    firstWindow: () => app.firstWindow(),
    windows: () => app.windows(),
    evaluate: (what, arg) => app.evaluate(Object(what), arg),
    close: () => app.close(),
    kill: () => void app.process().kill('SIGKILL'),
    ended: () => ended,
  };
}
