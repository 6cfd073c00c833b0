/** The memory of a process, from Linux's `/proc`. */

import { readFileSync } from 'node:fs';

/**
 * @returns bytes of memory that the process uses; of pages that processes share, its proportional part ("PSS"), so that the values of
 * several processes can be added. Source: https://docs.kernel.org/filesystems/proc.html
 * @throws Error if the process has ended.
 */
export function processBytes(pid: number): number {
  const kilobytes = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`the kernel does not report the memory of process ${pid}`);
  return Number(kilobytes) * 1024;
}
