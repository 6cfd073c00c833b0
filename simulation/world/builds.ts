/**
 * Versions of the program with different protocols: the present one, and the next, which knows one more operation
 * ({@link Registers}). Whether two of them link, and whether one opens a database, is decided by the production code.
 */

import { peerProtocol, readGreeting } from '#shared/invite/handshake.ts';

export const olderBuild = peerProtocol;
export const newerBuild = peerProtocol + 1;

interface Built {
  /** The protocol of its version. */
  readonly build: number;
}

/** Whether each accepts the greeting of the other. */
export function speakAlike(a: Built, b: Built): boolean {
  const accepts = (one: Built, other: Built): boolean =>
    readGreeting({ type: 'hello', protocol: other.build }, one.build).ok;
  return a.build === b.build || (accepts(a, b) && accepts(b, a));
}
