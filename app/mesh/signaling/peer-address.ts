/**
 * How devices are called at signaling servers.
 *
 * An address is `device-join`: 16 random bytes that a device draws when it opens a board, the same on all servers,
 * and a number that grows each time it joins anywhere. So a device that two servers know, or that one server
 * knows twice (it came back before the server noticed that it had gone), is recognised as one.
 */

import type { RandomBytes } from '../backoff.ts';

const deviceBytes = 16;
const addressPattern = /^([0-9a-f]{32})-[0-9]{1,9}$/;

export function newDevice(random: RandomBytes): string {
  return hex(random(deviceBytes));
}

export function addressOf(device: string, join: number): string {
  return `${device}-${join}`;
}

/** @returns undefined if `address` is not the kind that Paxboard makes. */
export function deviceOf(address: string): string | undefined {
  return addressPattern.exec(address)?.[1];
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
