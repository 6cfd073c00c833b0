/** What a host says of itself by mDNS, and what it believes of others: an opaque id, a port, a version, addresses. */

import { isIPv4 } from 'node:net';
import * as v from 'valibot';
import { hostIdSchema } from '#shared/signaling/host-info.ts';
import { boundedList } from '#shared/wire/bounded-list.ts';

/** DNS-SD type, without underscore and protocol: `_paxboard._tcp`. */
export const serviceType = 'paxboard';

export interface Announcement {
  /** Random for each start of a host; says nothing of the machine, its people or their boards. */
  readonly id: string;
  readonly port: number;
  /** Of the signaling protocol. */
  readonly protocol: number;
}

export interface Announced extends Announcement {
  /** IPv4, the address that the announcement came from first; at most {@link maxAddresses}. */
  readonly addresses: readonly string[];
}

/** Addresses of one announcement that are tried, at most. */
export const maxAddresses = 4;

/** More of them in one packet is nonsense. */
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
 * @param service As the mDNS library hands it over; anybody on the network can have written it.
 * @returns undefined if it is not a Paxboard host's.
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
