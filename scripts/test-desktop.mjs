/**
 * `npm run test:desktop`: runs the tests of the desktop app under Electron's runtime on a separate display. Arguments
 * are passed to Playwright: `npm run test:desktop -- --grep crash`. `npm run test:lan` selects another project.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openDisplay } from './environment/display.mjs';
import { ensureTestElectron } from './environment/electron/test-electron.mjs';
import { ensureLaptopPackages } from './environment/laptop.mjs';
import { exitIfPreparationFailed, prepare, root, say } from './environment/prepare.mjs';

prepare();
process.exitCode = await test(process.argv.slice(2)).catch(exitIfPreparationFailed);

/** @returns the exit code of Playwright. */
async function test(args) {
  const electron = await ensureTestElectron();
  say(electron?.description ?? 'There is no Electron for this system.');
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
