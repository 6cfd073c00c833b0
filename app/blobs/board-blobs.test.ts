import { describe, expect, it } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Peer } from '#app/mesh/transport.ts';
import { type BlobId, blobIdOf, maxBlobBytes, maxBoardBlobBytes } from '#shared/blob/blob.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import {
  type BlobMessage,
  blobChunkBytes,
  decodeBlobMessage,
  encodeBlobMessage,
} from '#shared/wire/blobs.ts';
import { MemoryBlobs } from './blob-store.ts';
import { BoardBlobs, collectMs } from './board-blobs.ts';
import { liarMs, maxChunksUnderWay, slowMs } from './fetcher.ts';
import { keptMs } from './garbage.ts';
import { maxWaitingQuestions, supplyBudget } from './supplier.ts';

const photo = Uint8Array.from({ length: 10 * blobChunkBytes + 77 }, (_, at) => (at * 31 + (at >> 8)) & 255);
const photoId = blobIdOf(photo);

interface Device {
  readonly id: ReplicaId;
  readonly blobs: BoardBlobs;
  readonly store: MemoryBlobs;
  readonly liars: ReplicaId[];
}

/** Devices whose messages arrive in order and at once, unless a test changes that. */
class World {
  readonly clock = new ManualClock();
  readonly devices = new Map<ReplicaId, Device>();
  readonly links = new Set<string>();
  readonly sent: { readonly from: ReplicaId; readonly to: ReplicaId; readonly message: BlobMessage }[] = [];
  /** The message that arrives; undefined if it is lost. */
  way: (message: BlobMessage, from: ReplicaId) => BlobMessage | undefined = (message) => message;

  device(name: string): Device {
    const id = replicaId(name);
    const store = new MemoryBlobs();
    const liars: ReplicaId[] = [];
    const blobs = new BoardBlobs({
      store,
      clock: this.clock,
      now: () => this.clock.now(),
      send: (to, bytes) => this.#send(id, to, bytes),
      lied: (by) => liars.push(by),
      warn: () => undefined,
    });
    const device = { id, blobs, store, liars };
    this.devices.set(id, device);
    return device;
  }

  link(a: Device, b: Device, how: Partial<Peer> = {}): void {
    this.links.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
    a.blobs.linkUp({ replica: b.id, name: b.id, access: 'edit', ...how });
    b.blobs.linkUp({ replica: a.id, name: a.id, access: 'edit', ...how });
  }

  cut(a: Device, b: Device): void {
    this.links.delete(`${a.id} ${b.id}`);
    this.links.delete(`${b.id} ${a.id}`);
    a.blobs.linkDown(b.id);
    b.blobs.linkDown(a.id);
  }

  #send(from: ReplicaId, to: ReplicaId, bytes: Uint8Array): void {
    const decoded = decodeBlobMessage(bytes);
    if (!decoded.ok) throw new Error(decoded.problem);
    this.sent.push({ from, to, message: decoded.value });
    const message = this.way(decoded.value, from);
    if (message === undefined) return;
    queueMicrotask(() => {
      if (this.links.has(`${from} ${to}`))
        this.devices.get(to)?.blobs.receive(from, encodeBlobMessage(message));
    });
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 300; turn += 1) await Promise.resolve();
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.rest();
  }

  wants(of: Device, from?: Device): number {
    return this.sent.filter(
      ({ from: asker, to, message }) =>
        asker === of.id && message.type === 'want' && (from === undefined || to === from.id),
    ).length;
  }
}

function refer(device: Device, id: BlobId, isDeleted = false): void {
  device.blobs.refer([['picture', { ids: [id], isDeleted }]]);
}

async function holder(world: World, name: string): Promise<Device> {
  const device = world.device(name);
  await device.blobs.add(photo);
  refer(device, photoId);
  return device;
}

const chunks = 11;

/** The id of the content stored under the photo's id: the test framework takes seconds to compare arrays. */
async function idOfStored({ blobs }: Device): Promise<BlobId> {
  return blobIdOf((await blobs.get(photoId)) ?? new Uint8Array());
}

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
    await ada.store.remove([photoId], new Map());
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

describe('on this device', () => {
  it('a blob that is too large, or has no room on the board, is refused with a reason', async () => {
    const { blobs, store } = new World().device('ada');
    expect(await blobs.add(new Uint8Array())).toEqual({ ok: false, why: 'empty' });
    expect(await blobs.add(new Uint8Array(maxBlobBytes + 1))).toEqual({ ok: false, why: 'too-large' });
    fill(store, maxBoardBlobBytes - 10);
    expect(await blobs.add(new Uint8Array(11))).toEqual({ ok: false, why: 'full' });
    expect(await blobs.add(new Uint8Array(10))).toMatchObject({ ok: true });
  });

  it('a blob that the storage refuses is absent, and others stay available to peers', async () => {
    const { blobs, store } = new World().device('ada');
    store.put = async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    expect(await blobs.add(photo)).toEqual({ ok: false, why: 'storage' });
    expect(blobs.view().bytes).toBe(0);
  });

  it('a blob without room is missing with a reason, and is fetched once there is room', async () => {
    const world = new World();
    const [ada, bob] = [await holder(world, 'ada'), world.device('bob')];
    const filler = fill(bob.store, maxBoardBlobBytes - 10);
    bob.blobs.refer([['filler', { ids: filler, isDeleted: false }]]);
    refer(bob, photoId);
    world.link(ada, bob);
    await world.rest();
    expect(bob.blobs.view().missing).toMatchObject([{ id: photoId, problem: 'full' }]);
    bob.blobs.refer([['filler', undefined]]);
    for (let round = 0; round < 15; round += 1) await world.pass(collectMs);
    await world.pass(keptMs.unplaced);
    expect(bob.blobs.has(photoId)).toBe(true);
  });

  it('blobs without a reference are removed after an hour, deleted ones after a week, and used ones stay', async () => {
    const world = new World();
    const [ada, bob] = [world.device('ada'), world.device('bob')];
    world.link(ada, bob);
    const ids: BlobId[] = [];
    for (const bytes of [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]) {
      const added = await ada.blobs.add(bytes);
      if (added.ok) ids.push(added.id);
    }
    const [unplaced, deleted, used] = ids as [BlobId, BlobId, BlobId];
    ada.blobs.refer([
      ['a', { ids: [deleted], isDeleted: false }],
      ['b', { ids: [used], isDeleted: false }],
      ['c', { ids: [used], isDeleted: true }],
    ]);
    await world.pass(collectMs + 1);
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: true }]]);
    await world.pass(keptMs.unplaced + collectMs);
    expect([unplaced, deleted, used].map((id) => ada.blobs.has(id))).toEqual([false, true, true]);
    // Undo restores it.
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: false }]]);
    await world.pass(collectMs);
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: true }]]);
    expect(ada.store.unused.size).toBe(0);
    ada.store.unused = new Map([[deleted, world.clock.now() - keptMs.deleted]]);
    await world.pass(collectMs);
    expect([deleted, used].map((id) => ada.blobs.has(id))).toEqual([false, true]);
    expect(bob.blobs.holders(deleted)).toEqual([]);
    expect(bob.blobs.holders(used)).toEqual([ada.id]);
  });
});

/** Adds blobs with this total size to the store, without allocating their content. */
function fill(store: MemoryBlobs, bytes: number): readonly BlobId[] {
  const ids: BlobId[] = [];
  for (let left = bytes; left > 0; left -= maxBlobBytes) {
    const id = blobIdOf(Uint8Array.of(1, left & 255, (left >> 8) & 255, (left >> 16) & 255, left >> 24));
    (store.sizes as Map<BlobId, number>).set(id, Math.min(left, maxBlobBytes));
    ids.push(id);
  }
  return ids;
}
