/**
 * A display and a session bus of the tests' own for windows on Linux, so that none opens before the person who runs them, and no
 * keyring of theirs is used.
 */

import { spawn } from 'node:child_process';
import { say } from './prepare.mjs';
import { findProgram, installWithApt } from './programs.mjs';

const startMilliseconds = 15_000;

/** @typedef {{ env: Record<string, string>, wrapper: string[], stop(): void }} Display */

/**
 * @returns {Promise<Display>} `env` says which display it is, `wrapper` is the command that a session bus of its own begins
 * with. Where there is no display to be had, `env` is that of the person, and perhaps says none.
 */
export async function openDisplay() {
  const none = { env: {}, wrapper: [], stop: () => undefined };
  if (process.platform !== 'linux') return none;
  const wanted = { Xvfb: 'xvfb', 'dbus-run-session': 'dbus' };
  const missing = Object.keys(wanted).filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) {
    say(`Installing ${missing.join(' and ')}, for the windows of the desktop tests …`);
    installWithApt(...missing.map((program) => wanted[program]));
  }
  const bus = findProgram('dbus-run-session');
  const wrapper = bus === undefined ? [] : [bus, '--'];
  const program = findProgram('Xvfb');
  if (program === undefined) return { ...none, wrapper };
  const { name, stop } = await startXvfb(program);
  if (name === undefined) say('Xvfb does not start.');
  return { env: name === undefined ? {} : { DISPLAY: name }, wrapper, stop };
}

/** It takes the first number that is free, and writes it to a pipe when it is ready. */
function startXvfb(program) {
  const flags = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const stop = () => void child.kill();
  return new Promise((resolve) => {
    const give = (name) => resolve({ name, stop });
    const timer = setTimeout(give, startMilliseconds);
    let said = '';
    child.stdio[3].on('data', (bytes) => {
      said += String(bytes);
      if (!said.includes('\n')) return;
      clearTimeout(timer);
      give(`:${said.trim()}`);
    });
    child.on('error', () => give(undefined));
    child.on('exit', () => give(undefined));
  });
}
