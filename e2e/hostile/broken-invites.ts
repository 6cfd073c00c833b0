/** Invites damaged in transit. */

import { createHash } from 'node:crypto';

/** The last characters are missing, as where a chat cuts long links. */
export function truncated(link: string): string {
  return link.slice(0, -12);
}

/** One character in the middle of the secret is changed. */
export function mistyped(link: string): string {
  const at = link.indexOf('#join=') + '#join='.length + 30;
  return `${link.slice(0, at)}${link[at] === 'x' ? 'y' : 'x'}${link.slice(at + 1)}`;
}

/** In the format of a later version: another number in the fourth byte, and a valid checksum. */
export function fromNewerVersion(link: string): string {
  const [base = '', payload = ''] = link.split('#join=');
  const bytes = Buffer.from(payload, 'base64url');
  bytes[3] = 99;
  const content = bytes.subarray(0, -4);
  const checksum = createHash('sha256').update(content).digest().subarray(0, 4);
  return `${base}#join=${Buffer.concat([content, checksum]).toString('base64url')}`;
}
