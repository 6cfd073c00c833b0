/**
 * `npm run test:looks`: shows every screen in every look (colours, direction, text size, forced colours, a phone),
 * takes pictures in `test-results/looks`, and measures the layout. A word selects looks: `npm run test:looks -- phone`.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { exitIfPreparationFailed, prepare, root } from './environment/prepare.mjs';

prepare();
process.env[browserVariable] = await ensureChromium().catch(exitIfPreparationFailed);
const words = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--project=looks',
    ...(words.length === 0 ? [] : ['--grep', words.join('|')]),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
