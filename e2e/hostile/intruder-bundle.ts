/** Bundles `intruder.ts` and the app's mesh to a script for a page. */

import { join } from 'node:path';
import { pageScript } from '../page/page-script.ts';

/** @returns a script that assigns `globalThis.intruder`. */
export function intruderScript(): Promise<string> {
  return pageScript(join(import.meta.dirname, 'intruder.ts'), 'intruder');
}
