import { describe, expect, it } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { type BlobMessage, blobChunkBytes, encodeBlobMessage } from '#shared/wire/blobs.ts';
import { chunks, holder, idOfStored, photo, photoId, refer, World } from './testing/devices.ts';
import { liarMs, maxChunksUnderWay, slowMs } from './transfer/fetcher.ts';
import { maxWaitingQuestions, supplyBudget } from './transfer/supplier.ts';

describe('a blob', () => {
  it('is fetched from a holder once the board refers to it, and supplied to others', async () => {
    const world = new World();
    const ada = await holder(world, 'ada');
    const bob = world.device('bob');
    world.link(ada, bob);
    await world.rest();
    expect(world.wants(bob)).toBe(0);
    refer(bob, photoId);
    expect(bob.blobs.view().missing).toMatchObject([{ id: photoId, from: ada.id }]);
    await world.rest();
    expect(await idOfStored(bob)).toBe(photoId);
    expect(bob.blobs.view()).toEqual({ used: [photoId], missing: [], bytes: photo.byteLength });
    expect(world.wants(bob)).toBe(chunks);
    expect(ada.blobs.holders(photoId)).toEqual([bob.id]);

    const cleo = world.device('cleo');
    refer(cleo, photoId);
    world.cut(ada, bob);
    world.link(bob, cleo);
    await world.rest();
    expect(await idOfStored(cleo)).toBe(photoId);
  });

  it('is announced to linked peers when it is put on the board, and not before', async () => {
    const world = new World();
    const [ada, bob] = [world.device('ada'), world.device('bob')];
    world.link(ada, bob);
    await ada.blobs.add(photo);
    refer(bob, photoId);
    await world.rest();
    expect(bob.blobs.view().missing).toEqual([{ id: photoId }]);
    refer(ada, photoId);
    await world.rest();
    expect(bob.blobs.has(photoId)).toBe(true);
  });

  it('is requested a few chunks at a time', async () => {
    const world = new World();
    const ada = await holder(world, 'ada');
    const bob = world.device('bob');
    refer(bob, photoId);
    world.way = (message) => (message.type === 'chunk' && message.offset > 0 ? undefined : message);
    world.link(ada, bob);
    await world.rest();
    expect(world.wants(bob)).toBe(1 + maxChunksUnderWay);
    expect(bob.blobs.view().missing).toMatchObject([
      { progress: { bytes: blobChunkBytes, total: photo.byteLength } },
    ]);
  });

  it('is resumed after a link-down, from any holder', async () => {
    const world = new World();
    const [ada, bob, cleo] = [await holder(world, 'ada'), world.device('bob'), await holder(world, 'cleo')];
    refer(bob, photoId);
    world.way = (message) =>
      message.type === 'chunk' && message.offset >= 5 * blobChunkBytes ? undefined : message;
    world.link(ada, bob);
    await world.rest();
    world.cut(ada, bob);
    expect(bob.blobs.view().missing).toMatchObject([{ progress: { bytes: 5 * blobChunkBytes } }]);
    world.way = (message) => message;
    world.link(cleo, bob);
    await world.rest();
    expect(await idOfStored(bob)).toBe(photoId);
    expect(world.wants(bob, cleo)).toBe(chunks - 5);
  });

  it('is requested from another holder when a peer is slow, and again from the same one if there is no other', async () => {
    const world = new World();
    const [ada, bob, cleo] = [await holder(world, 'ada'), world.device('bob'), await holder(world, 'cleo')];
    refer(bob, photoId);
    world.way = (message, from) => (message.type === 'chunk' && from === ada.id ? undefined : message);
    world.link(ada, bob);
    await world.rest();
    await world.pass(slowMs.alone + 2_000);
    expect(world.wants(bob, ada)).toBe(2);
    expect(bob.blobs.has(photoId)).toBe(false);
    world.link(cleo, bob);
    await world.pass(slowMs.withAnother + 2_000);
    expect(bob.blobs.has(photoId)).toBe(true);
    expect(bob.liars).toEqual([]);
  });

  it('is requested from another holder when a peer has removed it', async () => {
    const world = new World();
    const [ada, bob, cleo] = [await holder(world, 'ada'), world.device('bob'), await holder(world, 'cleo')];
    refer(bob, photoId);
    await ada.store.remove([photoId], new Map(), undefined);
    world.link(ada, bob);
    await world.rest();
    expect(bob.blobs.view().missing).toEqual([{ id: photoId }]);
    world.link(cleo, bob);
    await world.rest();
    expect(bob.blobs.has(photoId)).toBe(true);
  });

  it('with a wrong hash is dropped, and its sender gets no request for ten minutes', async () => {
    const world = new World();
    const [mallory, bob, cleo] = [
      await holder(world, 'ada'),
      world.device('bob'),
      await holder(world, 'cleo'),
    ];
    refer(bob, photoId);
    world.way = (message, from) =>
      message.type === 'chunk' && from === mallory.id
        ? { ...message, bytes: message.bytes.map((byte) => byte ^ 1) }
        : message;
    world.link(mallory, bob);
    await world.rest();
    expect(bob.liars).toEqual([mallory.id]);
    expect(bob.blobs.has(photoId)).toBe(false);
    await world.pass(liarMs / 2);
    expect(world.wants(bob, mallory)).toBe(chunks);
    world.link(cleo, bob);
    await world.rest();
    expect(await idOfStored(bob)).toBe(photoId);
  });

  it.each([
    [
      'a part of the bytes',
      (message: BlobMessage) =>
        message.type === 'chunk' ? { ...message, bytes: message.bytes.map(() => 0) } : message,
    ],
    [
      'the size',
      (message: BlobMessage) =>
        message.type === 'chunk' ? { ...message, total: 20 * blobChunkBytes } : message,
    ],
  ])(
    'whose liar gave only %s is fetched again from one peer, and nobody else is blamed',
    async (_, spoil) => {
      const world = new World();
      const [mallory, bob, cleo] = [
        await holder(world, 'ada'),
        world.device('bob'),
        await holder(world, 'cleo'),
      ];
      refer(bob, photoId);
      world.way = (message, from) => {
        if (message.type !== 'chunk' || from !== mallory.id) return message;
        return message.offset > 2 * blobChunkBytes ? undefined : spoil(message);
      };
      world.link(mallory, bob);
      await world.rest();
      world.link(cleo, bob);
      await world.pass(slowMs.withAnother + 2_000);
      await world.pass(slowMs.withAnother + 2_000);
      expect(await idOfStored(bob)).toBe(photoId);
      expect(bob.liars).not.toContain(cleo.id);
    },
  );

  it('is dropped from a peer without a request to it, and without any request', async () => {
    const world = new World();
    const bob = world.device('bob');
    const mallory = world.device('mallory');
    world.link(mallory, bob);
    const bytes = Uint8Array.of(1, 2, 3);
    const id = blobIdOf(bytes);
    const chunk = encodeBlobMessage({ type: 'chunk', id, offset: 0, total: 3, bytes });
    expect(bob.blobs.receive(mallory.id, chunk)).toBe(true);
    refer(bob, id);
    bob.blobs.receive(mallory.id, chunk);
    await world.rest();
    expect(bob.blobs.has(id)).toBe(false);
  });

  it('is sent to no peer unless the board refers to it', async () => {
    const world = new World();
    const [ada, bob] = [world.device('ada'), world.device('bob')];
    await ada.blobs.add(photo);
    world.link(ada, bob);
    ada.blobs.receive(bob.id, encodeBlobMessage({ type: 'want', id: photoId, offset: 0 }));
    await world.rest();
    expect(world.sent.map(({ message }) => message)).toEqual([{ type: 'lack', ids: [photoId] }]);
  });

  it('is requested from near holders first', async () => {
    const world = new World();
    const [far, near, bob] = [await holder(world, 'far'), await holder(world, 'near'), world.device('bob')];
    world.link(far, bob, { via: replicaId('third') });
    world.link(near, bob);
    await world.rest();
    refer(bob, photoId);
    await world.rest();
    expect(world.wants(bob, far)).toBe(0);
    expect(bob.blobs.has(photoId)).toBe(true);
  });
});

it('a peer that keeps requesting gets no more than its budget, and its queue is bounded', async () => {
  const world = new World();
  const [ada, mallory] = [await holder(world, 'ada'), world.device('mallory')];
  world.link(ada, mallory);
  await world.rest();
  const ask = encodeBlobMessage({ type: 'want', id: photoId, offset: 0 });
  for (let turn = 0; turn < 40; turn += 1) {
    for (let count = 0; count < 100; count += 1) ada.blobs.receive(mallory.id, ask);
    await world.rest();
  }
  const answers = () => world.sent.filter(({ message }) => message.type === 'chunk').length;
  expect(answers() * blobChunkBytes).toBeLessThanOrEqual(supplyBudget.burstBytes);
  const before = answers();
  await world.pass(10_000);
  expect(answers() - before).toBeLessThanOrEqual(maxWaitingQuestions + 1);
});
