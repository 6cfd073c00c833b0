/** The processor time of a process and its descendants, from Linux's `/proc`. */

import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second of `/proc/[pid]/stat`: always 100 for programs. Source: proc_pid_stat(5), time(7). */
const ticksPerSecond = 100;

interface Times {
  readonly parent: number;
  readonly ticks: number;
}

/** @returns seconds of user and system time of `root` and all its living descendants. */
export function processorSeconds(root: number): number {
  const all = new Map<number, Times>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? timesOf(name) : undefined;
    if (times !== undefined) all.set(Number(name), times);
  }
  const belongs = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = all.get(pid)?.parent;
    return parent !== undefined && belongs(parent);
  };
  let ticks = 0;
  for (const [pid, times] of all) if (belongs(pid)) ticks += times.ticks;
  return ticks / ticksPerSecond;
}

/** @returns undefined if the process has ended meanwhile. */
function timesOf(pid: string): Times | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain spaces. The fields after it: state, parent, ..., utime (12th), stime (13th).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
