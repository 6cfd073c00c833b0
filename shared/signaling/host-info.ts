/** A host's description of itself: the replies to `GET /health` and `GET /host.json`, and for the desktop's window. */

import * as v from 'valibot';
import { isHostAddress } from '../invite/invite.ts';
import { boundedList } from '../wire/codec/bounded-list.ts';

/** The default port of a host. Fixed, because a browser's storage is bound to the origin. */
export const defaultHostPort = 7420;

/** Bytes of either reply, at most. */
export const maxHostReplyBytes = 16 * 1024;

/** Addresses in a reply, at most. */
export const maxHostAddresses = 16;

/** Other hosts in a reply, at most. */
export const maxFoundHosts = 16;

/** A host's opaque id: random for each start, the same at all its addresses. */
export const hostIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

const shortText = v.pipe(v.string(), v.maxLength(256));

const health = v.looseObject({
  app: v.literal('paxboard'),
  version: shortText,
  /** The version of the signaling protocol. */
  protocol: v.pipe(v.number(), v.safeInteger()),
  /** The host's id. */
  host: v.exactOptional(hostIdSchema),
});

const foundHost = v.object({
  id: hostIdSchema,
  /** Base URL of the host. */
  address: v.pipe(shortText, v.check(isHostAddress, 'not an address')),
});

const hostInfo = v.looseObject({
  app: v.literal('paxboard'),
  version: shortText,
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Base URLs for other devices on the network, the most likely first; empty if only this device can reach the host. */
  addresses: boundedList(shortText, maxHostAddresses),
  /** The machine's display name. */
  name: shortText,
  id: v.exactOptional(hostIdSchema),
  /** Other hosts that it has found on the network and that reply. */
  found: v.exactOptional(boundedList(foundHost, maxFoundHosts)),
});

export interface FoundHost {
  readonly id: string;
  readonly address: string;
}

export type Health = v.InferOutput<typeof health>;
export type HostInfo = v.InferOutput<typeof hostInfo>;

/** @returns undefined if it is not a Paxboard host's reply. */
export function readHealth(value: unknown): Health | undefined {
  const result = v.safeParse(health, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined if it is not a Paxboard host's reply. */
export function readHostInfo(value: unknown): HostInfo | undefined {
  const result = v.safeParse(hostInfo, value);
  return result.success ? result.output : undefined;
}
