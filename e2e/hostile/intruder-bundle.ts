/** `intruder.ts` as one script for a page, with the app's mesh. */

import { join } from 'node:path';
import { pageScript } from '../page/page-script.ts';

/** @returns a script that leaves `globalThis.intruder` behind. */
export function intruderScript(): Promise<string> {
  return pageScript(join(import.meta.dirname, 'intruder.ts'), 'intruder');
}
