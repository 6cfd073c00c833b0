/** Messages about blobs between two members: announcements, requests, and chunks. Not part of the replicated state. */

import * as v from 'valibot';
import { type BlobId, isBlobId, maxBlobBytes } from '../blob/blob.ts';
import { boundedList } from './codec/bounded-list.ts';
import { type Decoded, pack, unpack } from './codec/codec.ts';

/** First byte of the frame; see `frame.ts` for the others. */
export const blobFrameKind = 5;

/** Bytes of one chunk; the last one of a blob has fewer. Offsets are multiples of it. */
export const blobChunkBytes = 64 * 1024;

/** Ids in one message, at most. */
export const maxBlobIds = 256;

/** Bytes of one message, at most. */
export const maxBlobFrameBytes = blobChunkBytes + 1024;

const idSchema = v.custom<BlobId>(isBlobId, 'not the id of a blob');
const idsSchema = v.pipe(boundedList(idSchema, maxBlobIds, 'too many ids'), v.readonly());
const offsetSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(maxBlobBytes - 1),
  v.check((offset) => offset % blobChunkBytes === 0, 'not the start of a chunk'),
);

const schema = v.variant('type', [
  /** The sender has these blobs. */
  v.strictObject({ type: v.literal('have'), ids: idsSchema }),
  /** The sender does not have these blobs, or has deleted them. */
  v.strictObject({ type: v.literal('lack'), ids: idsSchema }),
  /** Requests the chunk that starts at `offset`. */
  v.strictObject({ type: v.literal('want'), id: idSchema, offset: offsetSchema }),
  v.strictObject({
    type: v.literal('chunk'),
    id: idSchema,
    offset: offsetSchema,
    /** Bytes of the whole blob. */
    total: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxBlobBytes)),
    bytes: v.custom<Uint8Array>(
      (value) => value instanceof Uint8Array && value.byteLength >= 1 && value.byteLength <= blobChunkBytes,
      `not 1 to ${blobChunkBytes} bytes`,
    ),
  }),
]);

export type BlobMessage = Readonly<v.InferOutput<typeof schema>>;
export type BlobChunk = Extract<BlobMessage, { readonly type: 'chunk' }>;

export function encodeBlobMessage(message: BlobMessage): Uint8Array {
  return pack(blobFrameKind, message);
}

/** The bytes of a chunk are a view into `bytes`. Never throws. */
export function decodeBlobMessage(bytes: Uint8Array): Decoded<BlobMessage> {
  const decoded = unpack(blobFrameKind, schema, bytes, maxBlobFrameBytes);
  if (!decoded.ok || decoded.value.type !== 'chunk') return decoded;
  const { offset, total, bytes: chunk } = decoded.value;
  const isWhole = chunk.byteLength === Math.min(blobChunkBytes, total - offset);
  return isWhole ? decoded : { ok: false, problem: 'a chunk of the wrong length for its offset' };
}
