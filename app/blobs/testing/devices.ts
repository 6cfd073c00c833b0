/** Devices that exchange the blobs of a board, for tests. */

import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Peer } from '#app/mesh/transport.ts';
import { type BlobId, blobIdOf } from '#shared/blob/blob.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import {
  type BlobMessage,
  blobChunkBytes,
  decodeBlobMessage,
  encodeBlobMessage,
} from '#shared/wire/blobs.ts';
import { MemoryBlobs } from '../blob-store.ts';
import { BoardBlobs } from '../board-blobs.ts';

export const photo = Uint8Array.from(
  { length: 10 * blobChunkBytes + 77 },
  (_, at) => (at * 31 + (at >> 8)) & 255,
);
export const photoId = blobIdOf(photo);

export interface Device {
  readonly id: ReplicaId;
  readonly blobs: BoardBlobs;
  readonly store: MemoryBlobs;
  readonly liars: ReplicaId[];
}

/** Devices whose messages arrive in order and at once, unless a test changes that. */
export class World {
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

export function refer(device: Device, id: BlobId, isDeleted = false): void {
  device.blobs.refer([['picture', { ids: [id], isDeleted }]]);
}

export async function holder(world: World, name: string): Promise<Device> {
  const device = world.device(name);
  await device.blobs.add(photo);
  refer(device, photoId);
  return device;
}

export const chunks = 11;

/** The id of the content stored under the photo's id: the test framework takes seconds to compare arrays. */
export async function idOfStored({ blobs }: Device): Promise<BlobId> {
  return blobIdOf((await blobs.get(photoId)) ?? new Uint8Array());
}
