import { describe, expect, it } from 'vitest';
import {
  decodeSnapshot,
  encodeSnapshot,
  type SnapshotBase,
  type SnapshotImage,
} from '../../paxos/catch-up/snapshot.ts';
import type { Event, Write } from '../../paxos/effects.ts';
import { configuration } from '../../paxos/model/configuration.ts';
import { replicaId, slot, type WriteNumber } from '../../paxos/model/ids.ts';
import { defaultLimits } from '../../paxos/model/limits.ts';
import { type Batch, type Engine, type LoopHost, ReplicaLoop } from './loop.ts';
import { Snapshots } from './snapshots.ts';

const chunkBytes = 100;

function baseOf(through: number): SnapshotBase {
  const voters = configuration(1, [replicaId('a')]);
  return { through: slot(through), epoch: slot(1), configuration: voters, sessions: [] };
}

function stateOf(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => at & 0xff);
}

function imageOf(through: number, bytes: number): SnapshotImage {
  return encodeSnapshot({ ...baseOf(through), state: stateOf(bytes) });
}

function install(image: SnapshotImage, number: number): Write {
  return { number: number as WriteNumber, generation: 1, records: [], snapshot: image };
}

const other: Write = { number: 1 as WriteNumber, generation: 1, records: [] };

function made(snapshots: Snapshots): Event | undefined {
  let event: Event | undefined;
  while (event === undefined && snapshots.isMaking) event = snapshots.step();
  return event;
}

/** Stores every chunk. @returns their bytes, and the event after the last one. */
function stored(snapshots: Snapshots): {
  readonly bytes: readonly number[];
  readonly event: Event | undefined;
} {
  const bytes: number[] = [];
  let event: Event | undefined;
  while (snapshots.hasChunk) {
    const chunk = snapshots.nextChunk();
    if (chunk === undefined) break;
    expect(chunk.position).toBe(Math.ceil(bytes.length / chunkBytes));
    bytes.push(...chunk.bytes);
    event = snapshots.chunkStored(chunk);
  }
  return { bytes, event };
}

describe('an own snapshot', () => {
  it('is for the engine only once all its chunks are durable', () => {
    const snapshots = new Snapshots(chunkBytes);
    snapshots.begin(baseOf(7), [stateOf(250)]);
    expect(made(snapshots)).toBeUndefined();
    const { bytes, event } = stored(snapshots);
    const image = imageOf(7, 250);
    expect(bytes).toEqual([...image.bytes]);
    expect(event).toEqual({ type: 'compact', base: baseOf(7), image });
    const written = event?.type === 'compact' ? event.image : image;
    expect(snapshots.allowed([other, install(written, 2)])).toBe(2);
    expect(snapshots.isIdle).toBe(true);
  });

  it('needs no chunks if it is small', () => {
    const snapshots = new Snapshots(chunkBytes);
    snapshots.begin(baseOf(7), [stateOf(10)]);
    expect(made(snapshots)).toMatchObject({ type: 'compact', image: { through: 7 } });
    expect(snapshots.hasChunk).toBe(false);
  });

  it('is made in short steps, of a state that is requested piece by piece', () => {
    const snapshots = new Snapshots(1024 * 1024);
    let pieces = 0;
    function* state(): Generator<Uint8Array> {
      for (; pieces < 20; pieces += 1) yield new Uint8Array(100_000);
    }
    snapshots.begin(baseOf(7), state());
    snapshots.step();
    expect(pieces).toBe(0);
    snapshots.step();
    expect(pieces).toBe(1);
    let steps = 0;
    for (; snapshots.isMaking; steps += 1) snapshots.step();
    expect(steps).toBeGreaterThan(50);
  });

  it('is dropped when another one is restored, and its last chunk does not count for that', () => {
    const snapshots = new Snapshots(chunkBytes);
    snapshots.begin(baseOf(7), [stateOf(150)]);
    made(snapshots);
    const chunk = snapshots.nextChunk();
    snapshots.drop();
    const received = imageOf(9, 30);
    const larger = imageOf(9, 150);
    expect(snapshots.allowed([install(received, 1)])).toBe(1);
    expect(snapshots.allowed([install(larger, 1)])).toBe(0);
    if (chunk !== undefined) expect(snapshots.chunkStored(chunk)).toBeUndefined();
    expect(stored(snapshots).bytes).toEqual([...larger.bytes]);
  });
});

describe('a received snapshot', () => {
  it('is stored in chunks before the write that installs it, and after the writes before that', () => {
    const snapshots = new Snapshots(chunkBytes);
    const image = imageOf(7, 250);
    const writes = [other, install(image, 2), { ...other, number: 3 as WriteNumber }];
    expect(snapshots.allowed(writes)).toBe(1);
    expect(stored(snapshots)).toEqual({ bytes: [...image.bytes], event: undefined });
    expect(snapshots.allowed(writes.slice(1))).toBe(2);
  });

  it('waits for its own chunks, and these until the write of one before it is handed out', () => {
    const snapshots = new Snapshots(chunkBytes);
    const images = [imageOf(7, 250), imageOf(9, 350)] as const;
    const writes = images.map((image, at) => install(image, at + 1));
    expect(snapshots.allowed(writes)).toBe(0);
    stored(snapshots);
    expect(snapshots.allowed(writes)).toBe(1);
    // Otherwise the chunks of both would be stored in turns, as only those of one count.
    expect(snapshots.hasChunk).toBe(false);
    expect(snapshots.allowed(writes.slice(1))).toBe(0);
    expect(stored(snapshots).bytes).toEqual([...images[1].bytes]);
    expect(snapshots.allowed(writes.slice(1))).toBe(1);
  });

  it('is stored no further once the replica has stopped', () => {
    const batches: Batch[] = [];
    const nothing = () => undefined;
    const engine: Engine = {
      step: nothing,
      drain: () => ({ writes: [install(imageOf(7, 250), 1)], messages: [], decided: [], trace: [] }),
      status: () => {
        throw new Error('not needed');
      },
    };
    const host: LoopHost = {
      decided: nothing,
      restored: () => 0,
      digest: () => '',
      snapshot: () => [],
      write: (batch) => batches.push(batch),
      saveSoon: nothing,
      workSoon: nothing,
      send: nothing,
      failed: (error) => {
        throw error;
      },
      seal: nothing,
    };
    const loop = new ReplicaLoop(replicaId('a'), engine, host, undefined, {
      ...defaultLimits,
      storedChunkBytes: chunkBytes,
    });
    loop.start();
    expect(batches).toMatchObject([{ writes: [], chunk: { position: 0 } }]);
    loop.halt();
    // A loop that goes on looks for a batch forever.
    loop.save();
    expect(batches).toHaveLength(1);
  });
});

it('encodes the same image in steps, with every kind of configuration', () => {
  const [a, b, c] = [replicaId('a'), replicaId('b'), replicaId('c')];
  const configurations = [
    configuration(1, [a]),
    configuration(7, [a, b], slot(4)),
    configuration(1, [a, b, c], undefined, [c]),
    configuration(1, [a, b, c], slot(3), [c]),
  ];
  for (const chosen of configurations) {
    for (const bytes of [0, 255, 256, 65_535, 65_536, 200_000]) {
      const base = { ...baseOf(300), configuration: chosen };
      const image = encodeSnapshot({ ...base, state: stateOf(bytes) });
      const { state, ...decoded } = decodeSnapshot(image) ?? {};
      expect(decoded).toEqual(base);
      expect(state).toHaveLength(bytes);
      expect(state?.every((byte, at) => byte === (at & 0xff))).toBe(true);
    }
  }
});
