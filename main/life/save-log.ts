/** Saves the log to a file for a report, the older part first. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFiles } from './log.ts';

/**
 * @param folder the folder of the log.
 * @throws Error of the file system if `file` cannot be written.
 */
export async function saveLog(folder: string, file: string): Promise<void> {
  const parts = await Promise.all(
    [logFiles.older, logFiles.current].map((name) => readFile(join(folder, name)).catch(() => Buffer.of())),
  );
  await writeFile(file, Buffer.concat(parts), { mode: 0o600 });
}
