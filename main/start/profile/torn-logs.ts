/**
 * Mends the databases of the profile after a write that was cut off, as on a full disk. LevelDB appends to a log after such a
 * write, cannot read it at the next start, and Chromium then deletes the whole database: all boards of this device. The write
 * that was cut off has never been reported as stored.
 */

import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { readLog, writeLog } from './log-records.ts';

/** Bytes of a log, at most. LevelDB begins another one at four million. */
const maxLogBytes = 64 * 1024 * 1024;

/**
 * Must run while no window is open. Whole and otherwise damaged logs are not changed.
 *
 * @param profile the folder with `IndexedDB`. @param report is called for each log that was mended or could not be read.
 */
export function mendTornLogs(profile: string, report: (text: string) => void): void {
  for (const log of logsIn(join(profile, 'IndexedDB'))) {
    try {
      if (statSync(log).size > maxLogBytes) continue;
      const { state, records } = readLog(readFileSync(log));
      if (state !== 'torn') continue;
      replace(log, writeLog(records));
      report(`A write to ${log} was cut off: it is dropped, and ${records.length} others are kept`);
    } catch (error) {
      report(`A database could not be checked: ${String(error)}`);
    }
  }
}

function logsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.indexeddb.leveldb'))
      .flatMap((name) =>
        readdirSync(join(folder, name))
          .filter((file) => /^\d+\.log$/.test(file))
          .map((file) => join(folder, name, file)),
      );
  } catch {
    // A new profile has none.
    return [];
  }
}

/** Atomic, also in a power loss. */
function replace(file: string, bytes: Uint8Array): void {
  const draft = `${file}.mended`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
