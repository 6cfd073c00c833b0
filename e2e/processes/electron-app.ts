/** Launches the unpackaged desktop app under Electron's own runtime: Playwright drives window and main process. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { testSandboxFlags } from '../../scripts/environment/electron/test-electron.mjs';
import { type Outgoing, outgoingWatch } from './outgoing.ts';

const root = join(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** Electron's program. */
  readonly program: string;
  /** Folder of the profile. If an instance with it runs already, that instance receives the arguments. */
  readonly profile: string;
  readonly args: readonly string[];
  /** The folder of the build; this repository by default. */
  readonly root?: string;
  /** Records the requests of the app. */
  readonly outgoing: Outgoing;
}

export interface LaunchedApp extends ElectronApplication {
  /** The main process; Playwright's reference is unset after its end. */
  readonly main: ChildProcess;
  /** Its exit code, -1 if a signal ended it. */
  ended(): Promise<number>;
}

/** @throws Error with the app's output, if it ends before it has started. */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const app = await _electron.launch({
    executablePath: options.program,
    args: argsOf(options),
    env: { ...definedOf(process.env), ...options.outgoing.env },
  });
  const main = app.process();
  const ended = endOf(main);
  return Object.assign(app, { main, ended: () => ended });
}

/** Starts an instance that ends by itself, without Playwright, which would report a failure. @returns its exit code. */
export function runApp(options: LaunchOptions): Promise<number> {
  const env = { ...process.env, ...options.outgoing.env };
  return endOf(spawn(options.program, argsOf(options), { stdio: 'ignore', env }));
}

export function argsOf({ root: folder = root, profile, args }: Omit<LaunchOptions, 'outgoing'>): string[] {
  return [...testSandboxFlags(), '-r', outgoingWatch, folder, `--user-data-dir=${profile}`, ...args];
}

/** The packaged app needs no folder: its archive is beside its program. */
export function packagedArgs({ profile, args }: Omit<LaunchOptions, 'root' | 'outgoing'>): string[] {
  return [...testSandboxFlags(), `--user-data-dir=${profile}`, ...args];
}

/** Playwright takes no undefined variables. */
function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
}
