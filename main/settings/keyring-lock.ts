/**
 * Asks the Secret Service whether the keyring of a Linux desktop is locked, by busctl(1), a part of systemd.
 * Source: https://specifications.freedesktop.org/secret-service/latest/
 */

import { execFile } from 'node:child_process';

const question = [
  '--user',
  '--timeout=3',
  'get-property',
  'org.freedesktop.secrets',
  '/org/freedesktop/secrets/aliases/default',
  'org.freedesktop.Secret.Collection',
  'Locked',
];

/** For the program itself, milliseconds. */
const limitMilliseconds = 5000;

/** @returns false also without a keyring, and on a system without that program. */
export function isKeyringLocked(program = 'busctl'): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, question, { timeout: limitMilliseconds }, (error, output) =>
      resolve(error === null && output.trim() === 'b true'),
    );
  });
}
