/** The oldest supported browsers of guests: `browserslist` in package.json, converted to esbuild's names. */

import { readFileSync } from 'node:fs';

/** Browserslist's names that differ from those of esbuild and Vite. */
const names = { ios_saf: 'ios' };

/** @throws Error if an entry is not of the form "firefox >= 115". */
export function oldestBrowsers() {
  const { browserslist } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return browserslist.map((entry) => {
    const [, name, version] = /^([a-z_]+) >= (\d+(?:\.\d+)*)$/.exec(entry) ?? [];
    if (name === undefined) throw new Error(`browserslist in package.json has "${entry}"`);
    return { name: names[name] ?? name, version };
  });
}
