/**
 * Installs the programs of the system that the end-to-end tests need, where that needs no interaction. `npm test` runs it while npm
 * installs the packages. It reports no failure: each step looks for its programs again, and has its own message.
 */

import { findChromium } from './browser.mjs';
import { missingDisplayPackages } from './display.mjs';
import { installWithApt } from './programs.mjs';

const hasChromium = await findChromium().then(
  (path) => path !== undefined,
  () => true,
);
const missing = [...(hasChromium ? [] : ['chromium']), ...missingDisplayPackages()];
if (missing.length > 0) installWithApt(...missing);
