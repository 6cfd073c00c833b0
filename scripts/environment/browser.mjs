/**
 * Finds or installs a Chromium for tests and screenshots. Plain Node: it may run before the packages are installed, so it imports
 * them dynamically.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PreparationFailed, root, say } from './prepare.mjs';
import { installWithApt, isProgram, succeeds } from './programs.mjs';

/** The environment variable with the path of the Chromium to use. */
export const browserVariable = 'PAXBOARD_CHROMIUM';

const usualPlaces = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
};

/**
 * @returns the path of an installed Chromium, undefined if there is none.
 * @throws PreparationFailed if `PAXBOARD_CHROMIUM` is not the path of a program.
 */
export async function findChromium() {
  const named = process.env[browserVariable];
  if (named) {
    if (isProgram(named)) return named;
    throw new PreparationFailed(`${browserVariable} is "${named}", which is not a program.`);
  }
  const usual = (usualPlaces[process.platform] ?? []).find(isProgram);
  return usual ?? (await playwrightChromium());
}

/**
 * Installs a Chromium if none is found.
 *
 * @returns its path.
 * @throws PreparationFailed if none can be installed.
 */
export async function ensureChromium() {
  const present = await findChromium();
  if (present !== undefined) return present;
  say('No Chromium was found. Installing one for the tests …');
  for (const install of [() => installWithApt('chromium'), installWithPlaywright]) {
    if (!install()) continue;
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  throw new PreparationFailed(
    'No Chromium was found, and none could be installed (see the errors above).\n' +
      `Install Chromium or Google Chrome, or name one: ${browserVariable}=/path/to/chromium npm test`,
  );
}

async function playwrightChromium() {
  if (!existsSync(join(root, 'node_modules/@playwright/test'))) return undefined;
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return isProgram(path) ? path : undefined;
}

function installWithPlaywright() {
  const program = join(root, 'node_modules/@playwright/test/cli.js');
  if (!existsSync(program)) return false;
  return succeeds(process.execPath, [program, 'install', 'chromium'], process.env);
}
