/**
 * `npm run screenshots`: the pictures in `docs/screenshots`, taken of the real app with three instances. The work is done in
 * `e2e/browser/screenshots.spec.ts`.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { PreparationFailed, prepare, root } from './environment/prepare.mjs';

prepare();
try {
  process.env[browserVariable] = await ensureChromium();
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
}
process.env.PAXBOARD_SCREENSHOTS = 'yes';
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project=screenshots'],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
