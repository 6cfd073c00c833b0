/**
 * How devices are called at signaling servers.
 *
 * An address is `replica-visit-stay`: the device's replica id, which is a hash of its key, so that only it can sign as that
 * (`signal-box.ts`); 8 hexadecimal digits that it draws when it opens a board, the same on all servers; and 8 that it draws each
 * time it joins anywhere, so that nobody is there before it under the same address. So a device that two servers know, or that one server knows twice (it came back before the server
 * noticed that it had gone), is recognised as one, and one that was started anew, or a copy of it, as another.
 */

import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { RandomBytes } from '../backoff.ts';

const drawnBytes = 4;
const addressPattern = /^(([A-Za-z0-9_-]{22})-[0-9a-f]{8})-[0-9a-f]{8}$/;

/** Before peer protocol 4: random digits. */
const olderPattern = /^[0-9a-f]{32}-[0-9]{1,9}$/;

/** @returns `replica-visit`: what a device is called while it has a board open. */
export function newDevice(replica: ReplicaId, random: RandomBytes): string {
  return `${replica}-${hex(random(drawnBytes))}`;
}

/** An address for one stay at one server. */
export function newAddress(device: string, random: RandomBytes): string {
  return `${device}-${hex(random(drawnBytes))}`;
}

export interface AddressParts {
  /** `replica-visit`. */
  readonly device: string;
  readonly replica: ReplicaId;
}

/** @returns undefined if `address` is not the kind that Paxboard makes. */
export function readAddress(address: string): AddressParts | undefined {
  const [, device, replica] = addressPattern.exec(address) ?? [];
  if (device === undefined || replica === undefined) return undefined;
  return { device, replica: replicaId(replica) };
}

/** The last peer protocol whose devices did not sign what they send by way of a server; their addresses look otherwise. */
export const lastUnsignedProtocol = 3;

/** Whether it is that of a device with {@link lastUnsignedProtocol} or an older one. */
export function isOlderAddress(address: string): boolean {
  return olderPattern.test(address);
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
