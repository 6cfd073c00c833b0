/**
 * The addresses of devices at signaling servers.
 *
 * An address is `replica-visit-stay`: the device's replica id, which is a hash of its key, so that only it can sign as
 * that (`signal-box.ts`); 8 hexadecimal digits drawn when it opens a board, the same at all servers; and 8 drawn at
 * each join, so that no impostor can be there before it under the same address. A device known to two servers, or twice
 * to one (it returned before the server noticed its departure), counts as one, and one that was restarted, or a copy of
 * it, as another.
 *
 * A witness on a host has an address `replica-visit-host-stay`, at that host only: it cannot be signalled, but has links
 * over WebSockets of that host. Versions without such witnesses ignore the address.
 */

import { bytesToHex } from '@noble/hashes/utils.js';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { RandomBytes } from '../redial/backoff.ts';

const drawnBytes = 4;
const addressPattern = /^(([A-Za-z0-9_-]{22})-[0-9a-f]{8}(-host)?)-[0-9a-f]{8}$/;

/** Before peer protocol 4: random digits. */
const olderPattern = /^[0-9a-f]{32}-[0-9]{1,9}$/;

/** @returns `replica-visit`: a device's name while it has a board open. */
export function newDevice(replica: ReplicaId, random: RandomBytes): string {
  return `${replica}-${bytesToHex(random(drawnBytes))}`;
}

/** @returns `replica-visit-host`: the name of a witness while its host runs. */
export function newHostedDevice(replica: ReplicaId, random: RandomBytes): string {
  return `${newDevice(replica, random)}-host`;
}

/** An address for one stay at one server. */
export function newAddress(device: string, random: RandomBytes): string {
  return `${device}-${bytesToHex(random(drawnBytes))}`;
}

export interface AddressParts {
  /** `replica-visit`, or `replica-visit-host`. */
  readonly device: string;
  readonly replica: ReplicaId;
  /** Whether it is on the host that names it. */
  readonly isHosted: boolean;
}

/** @returns undefined if `address` is not of Paxboard's form. */
export function readAddress(address: string): AddressParts | undefined {
  const [, device, replica, host] = addressPattern.exec(address) ?? [];
  if (device === undefined || replica === undefined) return undefined;
  return { device, replica: replicaId(replica), isHosted: host !== undefined };
}

/** The last peer protocol whose devices did not sign their signals; their addresses have another form. */
export const lastUnsignedProtocol = 3;

/** Whether it is the address of a device with {@link lastUnsignedProtocol} or older. */
export function isOlderAddress(address: string): boolean {
  return olderPattern.test(address);
}
