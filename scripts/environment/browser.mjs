/**
 * The Chromium that tests and screenshots run in: one that is here, or else one that is installed now.
 * Plain Node: whatever needs a package is loaded when it is needed.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PreparationFailed, root, say } from './prepare.mjs';
import { installWithApt, isProgram, succeeds } from './programs.mjs';

/** Names a Chromium to use instead of whatever is found. */
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
 * @returns its path, undefined if there is none.
 * @throws PreparationFailed if `PAXBOARD_CHROMIUM` names something that cannot be run.
 */
export async function findChromium() {
  const named = process.env[browserVariable];
  if (named) {
    if (isProgram(named)) return named;
    throw new PreparationFailed(`${browserVariable} is "${named}", and there is no program by that name.`);
  }
  const usual = (usualPlaces[process.platform] ?? []).find(isProgram);
  return usual ?? (await playwrightsOwn());
}

/** @throws PreparationFailed if there is none and none could be installed. */
export async function ensureChromium() {
  const present = await findChromium();
  if (present !== undefined) return present;
  say('There is no Chromium here, and the tests need one. Installing it …');
  for (const install of [() => installWithApt('chromium'), installWithPlaywright]) {
    if (!install()) continue;
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  throw new PreparationFailed(
    'No Chromium was found, and none could be installed; the reasons are above.\n' +
      `Install Chromium or Google Chrome, or name one: ${browserVariable}=/path/to/chromium npm test`,
  );
}

async function playwrightsOwn() {
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
