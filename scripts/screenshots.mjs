/**
 * `npm run screenshots`: takes the screenshots in `docs/screenshots/`: of three instances in browsers
 * (`e2e/browser/screenshots.spec.ts`), and of the desktop app's window (`e2e/desktop/screenshots.spec.ts`).
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { openDisplay } from './environment/display.mjs';
import { ensureTestElectron } from './environment/electron/test-electron.mjs';
import { exitIfPreparationFailed, prepare, root } from './environment/prepare.mjs';

prepare();
process.env[browserVariable] = await ensureChromium().catch(exitIfPreparationFailed);
process.env.PAXBOARD_SCREENSHOTS = 'yes';
await ensureTestElectron().catch(exitIfPreparationFailed);
const display = await openDisplay();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project=screenshots'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...display.env } },
);
display.stop();
process.exit(status ?? 1);
