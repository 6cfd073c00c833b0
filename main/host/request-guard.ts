/**
 * Whom a host answers.
 *
 * A page of a stranger's site can have its own name point at this machine (DNS rebinding) and would then be taken for
 * the host's own page. So a request must name the host by an address or by a name that no stranger can own, and
 * a WebSocket must come from such a page, from the desktop app, or from no page at all.
 */

import { isIP } from 'node:net';
import { desktopOrigin } from '#shared/desktop/origin.ts';

/** Whether a host's name in a URL, without its port, can only mean a machine on this network. */
export function isLocalName(name: string, machineName: string): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (isIP(lower.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  if (lower === 'localhost' || lower.endsWith('.localhost') || lower.endsWith('.local')) return true;
  return machineName !== '' && lower === machineName.toLowerCase();
}

/** @param header The `Host` header, with or without a port. */
export function isTrustedHost(header: string | undefined, machineName: string): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::[0-9]{1,5})?$/i.exec(header ?? '');
  return match?.[1] !== undefined && isLocalName(match[1], machineName);
}

/** @param origin The `Origin` header of a WebSocket; programs that are not browsers send none. */
export function isTrustedOrigin(origin: string | undefined, machineName: string): boolean {
  if (origin === undefined || origin === desktopOrigin) return true;
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  return match !== null && isTrustedHost(match[1], machineName);
}

/** For a person who typed another name. */
export function untrustedHostText(header: string | undefined): string {
  const name = header === undefined || header === '' ? 'no name' : `the name "${header.slice(0, 100)}"`;
  return (
    `Paxboard was asked for by ${name}, which somebody outside this network could own, so it does not answer.\n` +
    'Nothing is wrong with your boards. Use the address that Paxboard printed when it started, ' +
    "or this machine's name.\n"
  );
}
