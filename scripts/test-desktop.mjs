/**
 * `npm run test:desktop`: the tests of the desktop app under Electron's own runtime, on a display of their own. What follows
 * is handed to Playwright: `npm run test:desktop -- --grep crash`. `npm run test:lan` names another project.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openDisplay } from './environment/display.mjs';
import { ensureLaptopPackages } from './environment/laptop.mjs';
import { PreparationFailed, prepare, root, say } from './environment/prepare.mjs';
import { ensureTestElectron } from './environment/test-electron.mjs';

prepare();
try {
  process.exitCode = await test(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

/** @returns the process's exit code. */
async function test(args) {
  const electron = await ensureTestElectron();
  say(electron?.what ?? 'There is no Electron for this system.');
  if (args.includes('--project=laptop')) ensureLaptopPackages();
  const display = await openDisplay();
  const project = args.some((arg) => arg.startsWith('--project=')) ? [] : ['--project=desktop'];
  const playwright = join(root, 'node_modules/@playwright/test/cli.js');
  const child = spawn(process.execPath, [playwright, 'test', ...project, ...args], {
    cwd: root,
    env: { ...process.env, ...display.env },
    stdio: 'inherit',
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    display.stop();
  }
}
