import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const packageJson = v.object({ version: v.pipe(v.string(), v.maxLength(64)) });

/**
 * Paxboard's version.
 *
 * @param packageRoot the folder with Paxboard's `package.json`.
 * @throws Error if the file is missing or has no version.
 */
export function packageVersion(packageRoot: string): string {
  const text = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return v.parse(packageJson, JSON.parse(text)).version;
}
