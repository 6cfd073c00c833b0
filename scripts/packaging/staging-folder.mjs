/** A folder for files whose creation takes minutes. They move to their destination after all of them are complete. */

import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded } from '../environment/lock.mjs';

const prefix = '.unfinished-';

/** @param {string} destination a folder. */
export function createStagingFolder(destination) {
  mkdirSync(destination, { recursive: true });
  removeAbandoned(destination);
  // Within the destination, so that a move is a rename on one file system.
  const folder = mkdtempSync(join(destination, `${prefix}${process.pid}-`));
  return {
    folder,
    finish(wanted) {
      const names = readdirSync(folder).filter(wanted);
      for (const name of names) {
        remove(join(destination, name));
        renameSync(join(folder, name), join(destination, name));
      }
      return names;
    },
    discard: () => remove(folder),
  };
}

/** Removes the staging folders of killed processes, which can be large. */
function removeAbandoned(destination) {
  for (const name of readdirSync(destination)) {
    const pid = /^\.unfinished-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && hasEnded(Number(pid))) remove(join(destination, name));
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
