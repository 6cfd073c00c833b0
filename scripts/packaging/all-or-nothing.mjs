/** Moves files made over minutes to their destination when all of them are made, or not at all. */

import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded } from '../environment/turn.mjs';

const prefix = '.unfinished-';

/**
 * @param {string} destination A folder, made if it is not there.
 * @returns a workplace in it. `finish` moves what is `wanted` out of it, in the place of what has the same name, and says
 * what that was; `discard` removes it with all that is in it.
 */
export function workplaceIn(destination) {
  mkdirSync(destination, { recursive: true });
  discardForgotten(destination);
  // In the same folder, so that moving things out of it is a mere change of name.
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

/** Leftovers of killed runs: they can be large. */
function discardForgotten(destination) {
  for (const name of readdirSync(destination)) {
    const pid = /^\.unfinished-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && hasEnded(Number(pid))) remove(join(destination, name));
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
