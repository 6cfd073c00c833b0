/**
 * Delays the sleep of a Linux machine until the app has handed over. Electron's own lock ends when the listeners of `suspend`
 * return, before the window has sent anything; this is another lock of the same kind, which `systemd-inhibit` holds.
 * Source: systemd-inhibit(1), https://systemd.io/INHIBITOR_LOCKS/
 */

import { type ChildProcess, spawn } from 'node:child_process';

/** `cat` ends with its input, and so does the lock: also if the app is killed. */
const commandLine = [
  '--what=sleep',
  '--mode=delay',
  '--who=Paxboard',
  '--why=Hands over to other devices',
  'cat',
];

export interface SleepDelay {
  /** The next sleep is delayed. Does nothing while one is delayed already. */
  hold(): void;
  /** The machine may sleep. */
  release(): void;
}

/** A system that delays sleep until the event has been handled, or that offers no delay. */
export const noSleepDelay: SleepDelay = { hold: () => undefined, release: () => undefined };

/** @param warn is called once on a system without systemd, where a sleep is not delayed. */
export function systemdSleepDelay(warn: (text: string) => void, program = 'systemd-inhibit'): SleepDelay {
  let holder: ChildProcess | undefined;
  let hasFailed = false;
  return {
    hold() {
      if (holder !== undefined || hasFailed) return;
      const child = spawn(program, commandLine, { stdio: ['pipe', 'ignore', 'ignore'] });
      holder = child;
      const ended = (why: string) => {
        if (holder !== child) return;
        holder = undefined;
        hasFailed = true;
        warn(`The sleep of this machine cannot be delayed: ${why}`);
      };
      child.once('error', (error) => ended(error.message));
      child.once('exit', (code, signal) => ended(`${program} ends with ${signal ?? code}`));
      // Its end is reported by the other events.
      child.stdin?.on('error', () => undefined);
    },
    release() {
      const child = holder;
      holder = undefined;
      child?.stdin?.end();
    },
  };
}
