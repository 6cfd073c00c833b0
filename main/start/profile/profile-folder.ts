/** Checks whether the app can use the profile's folder. */

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of the test write: enough for the next change of a board. */
const probeBytes = 65_536;

/**
 * Creates the folder if it does not exist, and writes to it. Chromium reports no error for a folder that it cannot write
 * to: it assumes that another instance runs there, and the app would exit silently.
 *
 * @returns a sentence for a person; undefined if the folder can be used.
 */
export function profileProblem(folder: string): string | undefined {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    return sentenceFor(error);
  }
  try {
    writeFileSync(probe, Buffer.alloc(probeBytes));
    return undefined;
  } catch (error) {
    return sentenceFor(error);
  } finally {
    // On a read-only disk, removing a missing file fails as well.
    if (existsSync(probe)) rmSync(probe, { force: true });
  }
}

function sentenceFor(error: unknown): string {
  switch (Object(error).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full.';
    case 'EROFS':
      return 'It is on a disk that can only be read.';
    case 'EACCES':
    case 'EPERM':
      return 'You may not write to it.';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'There is a file in its place.';
    default:
      return error instanceof Error ? `${error.message}.` : `${String(error)}.`;
  }
}
