/** Lists the addresses at which other devices on the network reach this one. */

import type { NetworkInterfaceInfo } from 'node:os';
import { maxHostAddresses } from '#shared/signaling/host-info.ts';

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Bridges to containers and virtual machines: no other device on the network reaches them. */
const virtualInterface = /^(?:docker|br-|veth|virbr|vboxnet|vmnet|lxc|lxd|cni|podman|utun|vEthernet)/i;

/**
 * Base URLs, the most likely to work first: private IPv4, other IPv4, private IPv6, other IPv6; virtual networks last.
 * Link-local addresses are omitted: a browser cannot select their network.
 *
 * @param interfaces the result of `os.networkInterfaces()`.
 * @param bound the address that the server listens on: `0.0.0.0` is all of IPv4, `::` is all.
 * @returns at most {@link maxHostAddresses}.
 */
export function lanAddresses(interfaces: Interfaces, bound: string, port: number): string[] {
  const found: { readonly address: string; readonly rank: number }[] = [];
  for (const [name, addresses] of Object.entries(interfaces)) {
    for (const { address, family, internal } of addresses ?? []) {
      if (internal || isLinkLocal(address) || !reaches(bound, address, family)) continue;
      found.push({ address, rank: rankOf(address, family) + (virtualInterface.test(name) ? 4 : 0) });
    }
  }
  return found
    .sort((left, right) => left.rank - right.rank)
    .slice(0, maxHostAddresses)
    .map(({ address }) => baseUrl(address, port));
}

/** IPv4 addresses of the interfaces on which a host that listens on `bound` can be discovered; without loopback. */
export function multicastInterfaces(interfaces: Interfaces, bound: string): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ address, family, internal }) => family === 'IPv4' && !internal && reaches(bound, address, family),
    )
    .map(({ address }) => address);
}

/** @param host a name, or an IPv4 or IPv6 address. */
export function baseUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function reaches(bound: string, address: string, family: string): boolean {
  if (bound === '::') return true;
  return bound === '0.0.0.0' ? family === 'IPv4' : bound === address;
}

function isLinkLocal(address: string): boolean {
  return /^169\.254\./.test(address) || /^fe[89ab]/i.test(address);
}

function rankOf(address: string, family: string): number {
  if (family === 'IPv4') {
    return /^(?:192\.168\.|10\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)/.test(address) ? 0 : 1;
  }
  return /^f[cd]/i.test(address) ? 2 : 3;
}
