import { expect, it } from 'vitest';
import { type BlobId, blobIdOf } from '#shared/blob/blob.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { keptImagesText } from '../texts.ts';
import { keptImages } from './kept-images.ts';

const [here, both, away] = [1, 2, 3].map((byte) => blobIdOf(Uint8Array.of(byte))) as [BlobId, BlobId, BlobId];
const [ben, cleo] = [replicaId('ben'), replicaId('cleo')];
const blobs = {
  view: () => ({ used: [here, both, away], missing: [], bytes: 0 }),
  has: (id: BlobId) => id !== away,
  holders: (id: BlobId) => (id === here ? [] : id === both ? [ben] : [cleo]),
};
const me = { id: replicaId('me'), isMe: true, votes: true };

it('an image is kept once a majority of the voting devices has it', () => {
  const people = [me, { id: ben, isMe: false, votes: true }, { id: cleo, isMe: false, votes: true }];
  expect(keptImages(blobs, people)).toEqual({ kept: 1, alone: 1 });
  expect(keptImages(blobs, [me])).toEqual({ kept: 2, alone: 0 });
});

it.each([
  [1, 1, 0, '1 image or file on this board, on a majority of the voting devices.'],
  [3, 1, 0, '3 images and files on this board, 1 of them known to be on a majority of the voting devices.'],
  [
    1,
    0,
    1,
    '1 image or file on this board. It is on no other connected device: leave this one on until somebody has it, too.',
  ],
  [
    3,
    0,
    2,
    '3 images and files on this board. 2 of them are on no other connected device: leave this one on until somebody has them, too.',
  ],
])('%i images, %i kept, %i here alone', (all, kept, alone, text) => {
  expect(keptImagesText(all, kept, alone)).toBe(text);
});
