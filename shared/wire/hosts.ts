/** Addresses at which the devices of a board can meet, as hints between members. Not part of the replicated state. */

import * as v from 'valibot';
import { isHostAddress, maxHostAddressLength } from '../invite/invite.ts';
import { boundedList } from './codec/bounded-list.ts';
import { type Decoded, pack, unpack } from './codec/codec.ts';

/** First byte of the frame; see `frame.ts` for the others. */
export const hostsFrameKind = 3;

/** Addresses in one message, at most. */
export const maxAddressesPerFrame = 8;

/** Bytes of one message, at most. */
export const maxHostsFrameBytes = 4096;

const schema = v.pipe(
  boundedList(
    v.pipe(v.string(), v.maxLength(maxHostAddressLength), v.check(isHostAddress, 'not an address')),
    maxAddressesPerFrame,
  ),
);

/** @param addresses base URLs; those beyond {@link maxAddressesPerFrame} are omitted. */
export function encodeHosts(addresses: readonly string[]): Uint8Array {
  return pack(hostsFrameKind, addresses.slice(0, maxAddressesPerFrame));
}

/** Never throws. */
export function decodeHosts(bytes: Uint8Array): Decoded<readonly string[]> {
  return unpack(hostsFrameKind, schema, bytes, maxHostsFrameBytes);
}
