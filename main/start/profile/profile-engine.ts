/**
 * Records the newest Chromium that has used a profile. An older one deletes IndexedDB databases whose schema it does not know, and the
 * boards are in them. Measured: Chromium 114 logs "IndexedDB recovering from a corrupted (and deleted) database" for a profile of
 * Chromium 150. Source: content/browser/indexed_db in Chromium, "backing store had unknown schema".
 */

import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** Later versions of the app may add to it. */
const schema = v.looseObject({
  chromium: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});

/** Bytes of the file, at most. */
const maxBytes = 1000;

/** @param own the version of the running Chromium: "114.0.5735.106". */
export function isOfNewerChromium(folder: string, own: string): boolean {
  const recorded = readRecord(folder);
  return recorded !== undefined && recorded > majorOf(own);
}

/** Must be called before a page opens. @throws Error of the file system. */
export function recordChromium(folder: string, own: string): void {
  const recorded = readRecord(folder);
  if (recorded !== undefined && recorded >= majorOf(own)) return;
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify({ chromium: majorOf(own) })}\n`);
  renameSync(`${file}.new`, file);
}

/** @returns undefined also for a damaged file: it must not keep the person from the boards. */
function readRecord(folder: string): number | undefined {
  try {
    const file = fileIn(folder);
    if (statSync(file).size > maxBytes) return undefined;
    return v.parse(schema, JSON.parse(readFileSync(file, 'utf8'))).chromium;
  } catch {
    return undefined;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'engine.json');
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
