/** `npm run screenshots`: takes the screenshots in `docs/screenshots/` of three instances, by `e2e/browser/screenshots.spec.ts`. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { exitIfPreparationFailed, prepare, root } from './environment/prepare.mjs';

prepare();
process.env[browserVariable] = await ensureChromium().catch(exitIfPreparationFailed);
process.env.PAXBOARD_SCREENSHOTS = 'yes';
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project=screenshots'],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
