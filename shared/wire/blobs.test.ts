import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blobIdOf, maxBlobBytes } from '../blob/blob.ts';
import {
  type BlobMessage,
  blobChunkBytes,
  blobFrameKind,
  decodeBlobMessage,
  encodeBlobMessage,
  maxBlobIds,
} from './blobs.ts';
import { pack } from './codec/codec.ts';
import { decodeFrame } from './frame.ts';

const id = blobIdOf(Uint8Array.of(1, 2, 3));
const whole = new Uint8Array(blobChunkBytes).fill(7);

const messages: readonly BlobMessage[] = [
  { type: 'have', ids: [id] },
  { type: 'lack', ids: [] },
  { type: 'want', id, offset: blobChunkBytes },
  { type: 'chunk', id, offset: 0, total: blobChunkBytes + 5, bytes: whole },
  {
    type: 'chunk',
    id,
    offset: blobChunkBytes,
    total: blobChunkBytes + 5,
    bytes: Uint8Array.of(1, 2, 3, 4, 5),
  },
];

test.each(messages)('$type is decoded unchanged, and only as this kind of frame', (message) => {
  expect(decodeBlobMessage(encodeBlobMessage(message))).toEqual({ ok: true, value: message });
  expect(decodeFrame(encodeBlobMessage(message))).toMatchObject({ ok: false });
});

test.each<[string, unknown]>([
  ['too many ids', { type: 'have', ids: new Array(maxBlobIds + 1).fill(id) }],
  ['an id of another length', { type: 'have', ids: [`${id}A`] }],
  ['an id with trailing bits', { type: 'have', ids: [`${'A'.repeat(42)}B`] }],
  ['an invalid id', { type: 'want', id: '__proto__', offset: 0 }],
  ['an offset between two chunks', { type: 'want', id, offset: 5 }],
  ['an offset beyond the largest blob', { type: 'want', id, offset: maxBlobBytes }],
  ['a negative offset', { type: 'want', id, offset: -blobChunkBytes }],
  ['a blob that is too large', { type: 'chunk', id, offset: 0, total: maxBlobBytes + 1, bytes: whole }],
  ['an empty blob', { type: 'chunk', id, offset: 0, total: 0, bytes: new Uint8Array() }],
  ['a chunk that is too short', { type: 'chunk', id, offset: 0, total: 10, bytes: new Uint8Array(9) }],
  ['a chunk that is too long', { type: 'chunk', id, offset: 0, total: 10, bytes: new Uint8Array(11) }],
  [
    'a chunk beyond the end',
    { type: 'chunk', id, offset: blobChunkBytes, total: 10, bytes: new Uint8Array(1) },
  ],
  ['an unknown field', { type: 'want', id, offset: 0, length: 1e9 }],
])('rejects %s', (_, value) => {
  expect(decodeBlobMessage(pack(blobFrameKind, value))).toMatchObject({ ok: false });
});

test('never throws, for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeBlobMessage(Uint8Array.of(blobFrameKind, ...bytes));
    }),
  );
});
