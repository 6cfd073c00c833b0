import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const packageJson = v.object({ version: v.pipe(v.string(), v.maxLength(64)) });

/**
 * @param packageRoot The folder with Paxboard's own `package.json`.
 * @throws Error if it is missing or has no version: the folder holds no working copy of Paxboard.
 */
export function packageVersion(packageRoot: string): string {
  const text = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return v.parse(packageJson, JSON.parse(text)).version;
}
