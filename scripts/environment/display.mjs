/**
 * A separate display and session bus for the windows of tests on Linux, so that no window opens on the desktop of the person who
 * runs the tests, and no test uses that person's keyring.
 */

import { spawn } from 'node:child_process';
import { say } from './prepare.mjs';
import { findProgram, installWithApt } from './programs.mjs';

const startMilliseconds = 15_000;

const packageOf = { Xvfb: 'xvfb', 'dbus-daemon': 'dbus' };

/** @returns the names of Debian's packages whose programs are missing on Linux. */
export function missingDisplayPackages() {
  if (process.platform !== 'linux') return [];
  return Object.keys(packageOf)
    .filter((program) => findProgram(program) === undefined)
    .map((program) => packageOf[program]);
}

/** @typedef {{ env: Record<string, string>, stop(): void }} Display */

/**
 * @param {readonly string[]} wrapper the start of the command line of both servers: for example, to run them in a network namespace.
 * @returns {Promise<Display>} `env` contains the addresses of display and bus. If Xvfb cannot be installed or started, it has no
 * `DISPLAY`, so programs use that of the environment.
 */
export async function openDisplay(wrapper = []) {
  if (process.platform !== 'linux') return { env: {}, stop: () => undefined };
  const missing = missingDisplayPackages();
  if (missing.length > 0) {
    say(`Installing ${missing.join(' and ')}, for the windows of the desktop tests …`);
    installWithApt(...missing);
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
      ...(bus.address !== undefined && { DBUS_SESSION_BUS_ADDRESS: bus.address }),
    },
    stop() {
      bus.stop();
      display.stop();
    },
  };
}

/**
 * Starts only an Xvfb, of 1600 × 1200 pixels.
 *
 * @param {readonly string[]} wrapper as for `openDisplay`.
 * @param {readonly string[]} flags further arguments of Xvfb.
 * @returns {Promise<Display>} without `DISPLAY` if it does not start.
 */
export async function openScreen(wrapper = [], flags = []) {
  // Without `-noreset` it starts anew whenever its last client leaves: a client that is just connecting loses its connection.
  const screen = ['-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'];
  const { address, stop } = await startServer('Xvfb', ['-displayfd', '3', ...screen, ...flags], wrapper);
  return { env: address === undefined ? {} : { DISPLAY: `:${address}` }, stop };
}

/** @returns the line that the server writes to file descriptor 3 when it is ready; undefined if it does not start. */
function startServer(name, flags, wrapper) {
  const found = findProgram(name);
  if (found === undefined) return { address: undefined, stop: () => undefined };
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
    const settle = (address) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      if (address === undefined) say(`${name} does not start.`);
      resolve({ address, stop });
    };
    const timer = setTimeout(settle, startMilliseconds);
    let text = '';
    child.stdio[3].on('data', (bytes) => {
      text += String(bytes);
      if (text.includes('\n')) settle(text.trim());
    });
    child.once('error', () => settle(undefined));
    child.once('exit', () => settle(undefined));
  });
}
