/** The content of an mDNS announcement, and its validation: an opaque id, a port, a version, addresses. */

import { isIPv4 } from 'node:net';
import * as v from 'valibot';
import { hostIdSchema } from '#shared/signaling/host-info.ts';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';

/** DNS-SD type, without underscore and protocol: `_paxboard._tcp`. */
export const serviceType = 'paxboard';

export interface Announcement {
  /** Random for each start of a host; reveals nothing about the machine, its people or their boards. */
  readonly id: string;
  readonly port: number;
  /** The version of the signaling protocol. */
  readonly protocol: number;
}

export interface Announced extends Announcement {
  /** IPv4, the announcement's source address first; at most {@link maxAddresses}. */
  readonly addresses: readonly string[];
}

/** Addresses of one announcement to try, at most. */
export const maxAddresses = 4;

/** Addresses in a packet, at most; a packet with more is malformed. */
const maxAnnouncedAddresses = 64;

const address = v.pipe(v.string(), v.maxLength(64));

const announced = v.object({
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  txt: v.object({
    id: hostIdSchema,
    v: v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,5}$/)),
  }),
  addresses: v.optional(boundedList(address, maxAnnouncedAddresses), []),
  referer: v.optional(v.object({ address })),
});

/**
 * @param service the service that the mDNS library reports; unauthenticated.
 * @returns undefined if it is not an announcement of a Paxboard host.
 */
export function readAnnounced(service: unknown): Announced | undefined {
  const result = v.safeParse(announced, service);
  if (!result.success) return undefined;
  const { port, txt, addresses, referer } = result.output;
  const all = [...(referer === undefined ? [] : [referer.address]), ...addresses].filter((one) =>
    isIPv4(one),
  );
  const unique = [...new Set(all)].slice(0, maxAddresses);
  return { id: txt.id, port, protocol: Number(txt.v), addresses: unique };
}
