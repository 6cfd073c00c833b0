/** Turns among processes: one at a time does work that the others then need not repeat. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export const maxTurnMilliseconds = 300_000;
const pauseMilliseconds = 200;

/**
 * Waits until no other process has its turn. One that died having it has lost it.
 *
 * @param {string} file Says whose turn it is.
 * @param {number} patience How long to wait, in milliseconds.
 * @returns ends the turn; undefined if the other one took too long.
 */
export function takeTurn(file, patience = maxTurnMilliseconds) {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (hasEnded(readNumber(file))) rmSync(file, { force: true });
    else if (performance.now() >= deadline) return undefined;
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
  }
}

function readNumber(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // Gone meanwhile.
    return 0;
  }
}

/** Whether there is no such process any more. Of what is no process's number that is not known. */
export function hasEnded(pid) {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
