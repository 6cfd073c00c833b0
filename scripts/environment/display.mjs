/**
 * A display and a session bus of the tests' own for windows on Linux, so that none opens before the person who runs them, and no
 * keyring of theirs is used.
 */

import { spawn } from 'node:child_process';
import { say } from './prepare.mjs';
import { findProgram, installWithApt } from './programs.mjs';

const startMilliseconds = 15_000;

/** @typedef {{ env: Record<string, string>, stop(): void }} Display */

/**
 * @param {readonly string[]} wrapper begins the command line of each of the two, to run them elsewhere: as in another network namespace.
 * @returns {Promise<Display>} `env` says which display and bus they are. Without an Xvfb, programs use
 * the display of the person, if there is one.
 */
export async function openDisplay(wrapper = []) {
  if (process.platform !== 'linux') return { env: {}, stop: () => undefined };
  const wanted = { Xvfb: 'xvfb', 'dbus-daemon': 'dbus' };
  const missing = Object.keys(wanted).filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) {
    say(`Installing ${missing.join(' and ')}, for the windows of the desktop tests …`);
    installWithApt(...missing.map((program) => wanted[program]));
  }
  const display = await openScreen(wrapper);
  const bus = await startServer(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--print-address=3'],
    wrapper,
  );
  return {
    env: {
      ...display.env,
      ...(bus.said !== undefined && { DBUS_SESSION_BUS_ADDRESS: bus.said }),
    },
    stop() {
      bus.stop();
      display.stop();
    },
  };
}

/**
 * An Xvfb alone, of 1600 × 1200 pixels.
 *
 * @param {readonly string[]} wrapper as for `openDisplay`.
 * @returns {Promise<Display>} without `DISPLAY` if it does not start.
 */
export async function openScreen(wrapper = []) {
  // It says the number of the first display that is free.
  const screen = ['-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
  const { said, stop } = await startServer('Xvfb', ['-displayfd', '3', ...screen], wrapper);
  return { env: said === undefined ? {} : { DISPLAY: `:${said}` }, stop };
}

/** @returns the line that it writes to its fourth stream when it is ready, undefined if it does not get ready. */
function startServer(name, flags, wrapper) {
  const found = findProgram(name);
  if (found === undefined) return { said: undefined, stop: () => undefined };
  const [program, ...args] = [...wrapper, found, ...flags];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const kill = () => void child.kill();
  process.once('exit', kill);
  const stop = () => {
    process.off('exit', kill);
    kill();
  };
  return new Promise((resolve) => {
    let isSettled = false;
    const give = (said) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      if (said === undefined) say(`${name} does not start.`);
      resolve({ said, stop });
    };
    const timer = setTimeout(give, startMilliseconds);
    let text = '';
    child.stdio[3].on('data', (bytes) => {
      text += String(bytes);
      if (text.includes('\n')) give(text.trim());
    });
    child.once('error', () => give(undefined));
    child.once('exit', () => give(undefined));
  });
}
