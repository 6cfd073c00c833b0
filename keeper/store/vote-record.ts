/** What a host stores about a vote beside the state of its witness: the keys of its links, and an editor's permission. */

import * as v from 'valibot';
import { maxPeerNameLength, signatureBytes } from '#shared/invite/handshake.ts';
import { bytesOf } from '#shared/invite/keys/key-schemas.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import { linkKeysSchema } from '#shared/invite/vote-request.ts';

export interface VoteRecord {
  readonly keys: LinkKeys;
  /** `witness-permission.ts` */
  readonly permission: Uint8Array;
  /** Of the host, for the people on the board. */
  readonly name: string;
  /** The network address that asked for it, for the bound per address. */
  readonly from: string;
  /** Milliseconds since the Unix epoch. */
  readonly askedAt: number;
}

const schema = v.strictObject({
  version: v.literal(1),
  keys: linkKeysSchema,
  permission: bytesOf(signatureBytes),
  name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  from: v.pipe(v.string(), v.maxLength(64)),
  askedAt: v.number(),
});

export function encodeVote(record: VoteRecord): VoteRecord & { readonly version: 1 } {
  return { version: 1, ...record };
}

/** @returns undefined if it is no record of a vote. Never throws. */
export function readVote(value: unknown): VoteRecord | undefined {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return undefined;
  const { version: _, ...record } = parsed.output;
  return record;
}
