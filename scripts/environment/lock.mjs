/** Locks among processes: one of them does work that the others then need not repeat. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export const maxWaitMilliseconds = 300_000;
const pauseMilliseconds = 200;

/**
 * Waits until no running process owns the lock.
 *
 * @param {string} file contains the process id of the owner.
 * @param {number} timeoutMilliseconds
 * @returns a function that releases the lock; undefined after the timeout.
 */
export function acquireLock(file, timeoutMilliseconds = maxWaitMilliseconds) {
  const deadline = performance.now() + timeoutMilliseconds;
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
    // The owner has released the lock meanwhile.
    return 0;
  }
}

/** Whether no process has this id; false if it is not a process id. */
export function hasEnded(pid) {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
