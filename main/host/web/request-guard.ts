/**
 * Decides which requests a host accepts.
 *
 * A foreign page's name can resolve to this machine (DNS rebinding), so that the page would count as the host's own. So a
 * request must name the host by an address or by a name that no outsider can own, and a WebSocket must come from a page of
 * a machine on this network, from the desktop app, or from no page at all. A page at a public address is foreign as well.
 */

import { BlockList, isIP } from 'node:net';
import { desktopOrigin } from '#shared/desktop/origin.ts';

/** Whether a host name in a URL, without its port, always denotes a machine on this network. */
export function isLocalName(name: string, machineName: string): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (isIP(lower.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  if (lower === 'localhost' || lower.endsWith('.localhost') || lower.endsWith('.local')) return true;
  return machineName !== '' && lower === machineName.toLowerCase();
}

/** @param header the `Host` header, with or without a port. */
export function isTrustedHost(header: string | undefined, machineName: string): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::[0-9]{1,5})?$/i.exec(header ?? '');
  return match?.[1] !== undefined && isLocalName(match[1], machineName);
}

/** Loopback, private and link-local: RFC 1122, 1918, 3927, 4193, 4291. */
const localNetworks = new BlockList();
localNetworks.addSubnet('127.0.0.0', 8, 'ipv4');
localNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
localNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
localNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
localNetworks.addSubnet('169.254.0.0', 16, 'ipv4');
localNetworks.addAddress('::1', 'ipv6');
localNetworks.addSubnet('fc00::', 7, 'ipv6');
localNetworks.addSubnet('fe80::', 10, 'ipv6');

/**
 * @param origin the `Origin` header of a WebSocket; programs that are not browsers send none.
 * @param host the `Host` header: a page that this host served is trusted at any address.
 */
export function isTrustedOrigin(origin: string | undefined, machineName: string, host?: string): boolean {
  if (origin === undefined || origin === desktopOrigin) return true;
  const [, named = ''] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  if (!isTrustedHost(named, machineName)) return false;
  const address = named.replace(/:[0-9]{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  const version = isIP(address);
  if (version === 0 || named.toLowerCase() === host?.toLowerCase()) return true;
  return localNetworks.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** The reply for a person who typed another name. */
export function untrustedHostText(header: string | undefined): string {
  const name = header === undefined || header === '' ? 'no name' : `the name "${header.slice(0, 100)}"`;
  return (
    `Paxboard was asked for by ${name}, which somebody outside this network could own, so it does not answer.\n` +
    'Nothing is wrong with your boards. Use the address that Paxboard printed when it started, ' +
    "or this machine's name.\n"
  );
}
