import { Packr } from 'msgpackr';
import { describe, expect, it, vi } from 'vitest';
import { maxSessions } from '../log/sessions.ts';
import { maxSnapshotChunkBytes, type SnapshotChunk } from '../messages.ts';
import { configuration } from '../model/configuration.ts';
import { noDigest } from '../model/entry.ts';
import { replicaId, slot } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { groupOf } from '../testing/groups.ts';
import { decodeSnapshot, encodeSnapshot, snapshotDigest } from './snapshot.ts';
import { SnapshotTransfer } from './snapshot-transfer.ts';

const limits = { snapshotSlots: 10, retainedSlots: 4 };

const fill = (cluster: Cluster, id: string, count: number, prefix = ''): void => {
  for (let number = 1; number <= count; number += 1) {
    cluster.submit(id, `${prefix}${number}`);
    cluster.run(1);
  }
};

describe('compaction', () => {
  it('keeps a snapshot and a tail of the log, in memory and in storage', () => {
    const cluster = Cluster.ready(1, limits);
    fill(cluster, 'a', 100);
    const { decidedThrough, compactedThrough } = cluster.status('a');
    expect(decidedThrough - compactedThrough).toBeLessThanOrEqual(10 + 4);
    expect(cluster.stored('a').slots).toBeLessThanOrEqual(10 + 4);
  });

  it('is due after many commands, too', () => {
    const cluster = Cluster.ready(1, { snapshotCommands: 100 });
    fill(cluster, 'a', 90);
    expect(cluster.stored('a').snapshot).toBeUndefined();
    fill(cluster, 'a', 10, 'more ');
    expect(cluster.stored('a').snapshot).toBeDefined();
  });

  it('is due once the board is quiet, for a start would replay what was drawn', () => {
    const cluster = Cluster.ready(1, { quietTicks: 20, quietSnapshotBytes: 5_000 });
    fill(cluster, 'a', 3, 'x'.repeat(1_000));
    cluster.run(60);
    expect(cluster.stored('a').snapshot).toBeUndefined();
    fill(cluster, 'a', 30, 'x'.repeat(1_000));
    expect(cluster.stored('a').snapshot).toBeUndefined();
    cluster.run(20);
    const { decidedThrough } = cluster.status('a');
    expect(cluster.stored('a').snapshot?.through).toBe(decidedThrough);
    // The log stays for short absences of others.
    expect(cluster.status('a').compactedThrough).toBe(0);
  });

  it('of a quiet board comes again only after a part of its bytes', () => {
    const cluster = Cluster.ready(1, { quietTicks: 20, quietSnapshotBytes: 5_000 });
    fill(cluster, 'a', 100, 'x'.repeat(1_000));
    cluster.run(30);
    const first = cluster.stored('a').snapshot;
    expect(first?.bytes.byteLength).toBeGreaterThan(100_000);
    fill(cluster, 'a', 7, 'y'.repeat(1_000));
    cluster.run(60);
    expect(cluster.stored('a').snapshot?.through).toBe(first?.through);
    fill(cluster, 'a', 7, 'z'.repeat(1_000));
    cluster.run(60);
    expect(cluster.stored('a').snapshot?.through).toBe(cluster.status('a').decidedThrough);
  });

  it('of a quiet board replaces a log that was replayed at the start', () => {
    const cluster = Cluster.ready(1, { quietTicks: 20, quietSnapshotBytes: 5_000 });
    fill(cluster, 'a', 10, 'x'.repeat(1_000));
    cluster.crash('a');
    cluster.restart('a');
    expect(cluster.stored('a').snapshot).toBeUndefined();
    cluster.run(60);
    expect(cluster.stored('a').snapshot?.through).toBeGreaterThan(10);
  });

  it('comes at other moments at other members', () => {
    const cluster = Cluster.ready(3, { snapshotSlots: 64, retainedSlots: 4 });
    const seen = cluster.ids.map(() => new Set<number>());
    for (let number = 1; number <= 160; number += 1) {
      fill(cluster, 'a', 1, `${number}-`);
      for (const [at, id] of cluster.ids.entries()) seen[at]?.add(cluster.stored(id).snapshot?.through ?? 0);
    }
    const [first, second, third] = seen.map((moments) => [...moments].filter((moment) => moment > 0));
    expect(first?.length).toBeGreaterThan(1);
    expect(first?.filter((moment) => second?.includes(moment) || third?.includes(moment))).toEqual([]);
  });

  it('bounds the tail in bytes as well', () => {
    const cluster = Cluster.ready(1, { snapshotSlots: 10, retainedSlots: 1_000, retainedBytes: 10_000 });
    fill(cluster, 'a', 40, 'x'.repeat(3_000));
    const { decidedThrough, compactedThrough } = cluster.status('a');
    expect(decidedThrough - compactedThrough).toBeLessThanOrEqual(10 + 3);
  });

  it('restarts to the same state from snapshot and tail as from the whole log', () => {
    const [short, whole] = [Cluster.ready(3, limits), Cluster.ready(3)];
    for (const cluster of [short, whole]) {
      fill(cluster, 'b', 37);
      cluster.crash('b');
      cluster.restart('b');
      cluster.run(40);
    }
    expect(short.applied('b')).toEqual(whole.applied('b'));
    expect(short.stored('b').snapshot).toBeDefined();
    expect(whole.stored('b').snapshot).toBeUndefined();
  });

  it('continues to propose after a restart with a large retained tail', () => {
    const limits = { snapshotSlots: 10, retainedSlots: 10, maxUndecidedBytes: 20_000 };
    const cluster = Cluster.ready(1, limits);
    fill(cluster, 'a', 19, 'x'.repeat(3_000));
    expect(cluster.stored('a').snapshot?.through).toBe(cluster.status('a').lastSlot);
    cluster.crash('a');
    cluster.restart('a');
    cluster.run(10);
    cluster.submit('a', 'next');
    cluster.run(10);
    expect(cluster.applied('a').at(-1)).toBe('next');
  });

  it('keeps the sessions: a command from before the snapshot is not applied again', () => {
    const cluster = Cluster.ready(1, limits);
    fill(cluster, 'a', 25);
    cluster.crash('a');
    cluster.restart('a');
    cluster.run(10);
    cluster.step('a', { type: 'submit', group: groupOf('a', 25, 'again') });
    cluster.run(10);
    expect(cluster.applied('a')).toHaveLength(25);
    cluster.submit('a', 'next');
    cluster.run(10);
    expect(cluster.applied('a').at(-1)).toBe('next');
  });

  it('serves a short absence from the log, without a snapshot', () => {
    const cluster = Cluster.ready(3, { snapshotSlots: 10, retainedSlots: 50 });
    let chunks = 0;
    cluster.losing(({ message }) => {
      if (message.type === 'snapshot') chunks += 1;
      return false;
    });
    fill(cluster, 'a', 12);
    cluster.crash('c');
    fill(cluster, 'a', 20);
    cluster.restart('c');
    cluster.run(40);
    expect(cluster.applied('c')).toEqual(cluster.applied('a'));
    expect(chunks).toBe(0);
  });
});

describe('a replica after a long absence', () => {
  const away = (): Cluster => {
    const cluster = Cluster.ready(3, limits);
    fill(cluster, 'a', 5);
    cluster.crash('c');
    fill(cluster, 'a', 40, 'x'.repeat(20_000));
    return cluster;
  };

  it('receives a snapshot in chunks, and continues from there', () => {
    const cluster = away();
    let chunks = 0;
    cluster.losing(({ message }) => {
      if (message.type === 'snapshot') chunks += 1;
      return false;
    });
    cluster.restart('c');
    cluster.run(60);
    expect(cluster.applied('c')).toEqual(cluster.applied('a'));
    expect(chunks).toBeGreaterThan(2);
    cluster.submit('c', 'back');
    cluster.run(20);
    expect(cluster.applied('a').at(-1)).toBe('back');
    cluster.crash('c');
    cluster.restart('c');
    cluster.run(30);
    expect(cluster.applied('c')).toEqual(cluster.applied('a'));
  });

  it('requests a lost or broken chunk again, and installs no broken snapshot', () => {
    const cluster = away();
    let disturbed = 4;
    cluster.losing((inFlight) => {
      const { message } = inFlight;
      if (message.type !== 'snapshot' || disturbed === 0) return false;
      disturbed -= 1;
      if (disturbed % 2 === 1) Object.assign(message, { bytes: message.bytes.map((byte) => byte ^ 1) });
      return disturbed % 2 === 0;
    });
    cluster.restart('c');
    cluster.run(200);
    expect(cluster.applied('c')).toEqual(cluster.applied('a'));
  });

  it('gives the snapshot that it has installed to a member that needs it, without one of its own', () => {
    const cluster = away();
    cluster.restart('c');
    cluster.run(40);
    expect(cluster.status('c').compactedThrough).toBeGreaterThan(1);
    const chunks: string[] = [];
    cluster.losing(({ from, to, message }) => {
      if (from === 'c' && to === 'b' && message.type === 'snapshot') chunks.push(to);
      return false;
    });
    cluster.receive('c', 'b', { type: 'learn', generation: 1, firstSlot: slot(1) });
    cluster.deliver();
    expect(chunks).not.toEqual([]);
  });

  it('can lead after it has installed a snapshot', () => {
    const cluster = away();
    cluster.crash('a');
    cluster.restart('c');
    cluster.run(120);
    cluster.submit('c', 'without a');
    cluster.run(30);
    expect(cluster.applied('b').at(-1)).toBe('without a');
    expect(cluster.applied('c')).toEqual(cluster.applied('b'));
  });
});

describe('a transfer', () => {
  const image = encodeSnapshot({
    through: slot(9),
    configuration: configuration(1, [replicaId('a')]),
    epoch: slot(1),
    sessions: [[replicaId('a'), 4, noDigest]],
    state: new Uint8Array(3 * maxSnapshotChunkBytes).fill(7),
  });
  const chunk = (offset: number, change: Partial<SnapshotChunk> = {}): SnapshotChunk => ({
    type: 'snapshot',
    through: image.through,
    totalBytes: image.bytes.byteLength,
    digest: image.digest,
    offset,
    bytes: image.bytes.subarray(offset, offset + maxSnapshotChunkBytes),
    ...change,
  });

  it('returns the encoded snapshot, and nothing that was changed in transit', () => {
    expect(decodeSnapshot(image)?.sessions).toEqual([['a', 4, noDigest]]);
    const bytes = Uint8Array.from(image.bytes);
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    expect(decodeSnapshot({ ...image, bytes })).toBeUndefined();
    expect(decodeSnapshot({ ...image, through: slot(10) })).toBeUndefined();
  });

  it('takes chunks in order, each once, and restarts for another snapshot', () => {
    const transfer = new SnapshotTransfer();
    expect(transfer.take(chunk(maxSnapshotChunkBytes))).toBe('incomplete');
    expect(transfer.wanted).toBeUndefined();
    transfer.take(chunk(0));
    transfer.take(chunk(0));
    expect(transfer.wanted).toEqual({ through: 9, offset: maxSnapshotChunkBytes });
    transfer.take(chunk(0, { through: slot(12) }));
    expect(transfer.wanted).toEqual({ through: 12, offset: maxSnapshotChunkBytes });
    transfer.take(chunk(0));
    transfer.take(chunk(maxSnapshotChunkBytes));
    transfer.take(chunk(2 * maxSnapshotChunkBytes));
    const taken = transfer.take(chunk(3 * maxSnapshotChunkBytes));
    expect(typeof taken === 'string' ? taken : decodeSnapshot(taken)).toEqual(decodeSnapshot(image));
  });

  it('rejects more bytes than were announced, or than any snapshot has', () => {
    const transfer = new SnapshotTransfer();
    expect(transfer.take(chunk(0, { totalBytes: 10 }))).toBe('broken');
    expect(transfer.progress?.receivedBytes ?? 0).toBe(0);
    expect(transfer.take(chunk(0, { totalBytes: Number.MAX_SAFE_INTEGER }))).toBe('broken');
    expect(transfer.progress?.totalBytes).toBe(10);
  });

  it('takes only full chunks before the last one', () => {
    const transfer = new SnapshotTransfer();
    transfer.take(chunk(0));
    for (const bytes of [1, maxSnapshotChunkBytes - 1]) {
      expect(transfer.take(chunk(maxSnapshotChunkBytes, { bytes: new Uint8Array(bytes) }))).toBe('broken');
    }
    expect(transfer.progress?.receivedBytes).toBe(maxSnapshotChunkBytes);
  });
});

describe('a snapshot’s image', () => {
  const packr = new Packr({ useRecords: false, variableMapSize: true });
  /** An image with the given bytes in place of the sessions. */
  const imageOf = (sessions: Uint8Array, through = slot(5)) => {
    const [head, tail] = [packr.pack([2, 5, 0, 1, ['a']]), packr.pack(new Uint8Array(1))];
    const bytes = Uint8Array.of(0x97, ...head.subarray(1));
    const whole = new Uint8Array(bytes.length + sessions.length + tail.length);
    whole.set(bytes);
    whole.set(sessions, bytes.length);
    whole.set(tail, bytes.length + sessions.length);
    return { through, bytes: whole, digest: snapshotDigest(whole) };
  };

  it('is decoded with valid sessions', () => {
    expect(decodeSnapshot(imageOf(packr.pack([['b', 3, noDigest]])))?.sessions).toEqual([['b', 3, noDigest]]);
  });

  it('whose witnesses are no voters is rejected', () => {
    const three = configuration(1, ['a', 'b', 'c'].map(replicaId));
    const image = (witness: string) =>
      encodeSnapshot({
        through: slot(9),
        configuration: { ...three, witnesses: [replicaId(witness)] },
        epoch: slot(1),
        sessions: [],
        state: new Uint8Array(1),
      });
    expect(decodeSnapshot(image('c'))?.configuration.witnesses).toEqual(['c']);
    expect(decodeSnapshot(image('d'))).toBeUndefined();
  });

  it('with a million values for sessions is rejected before it is decoded', () => {
    const count = 1_000_000;
    const nils = new Uint8Array(5 + count).fill(0xc0);
    nils.set([0xdd, count >>> 24, (count >>> 16) & 255, (count >>> 8) & 255, count & 255]);
    const unpack = vi.spyOn(Packr.prototype, 'unpack');
    const decode = vi.spyOn(Packr.prototype, 'decode');
    expect(decodeSnapshot(imageOf(nils))).toBeUndefined();
    expect([unpack, decode].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    unpack.mockRestore();
    decode.mockRestore();
  });

  it('is decoded with the maximum number of sessions', () => {
    const sessions = Array.from(
      { length: maxSessions },
      (_, at) => [replicaId(`r${at}`), 2 ** 40, noDigest] as const,
    );
    const written = encodeSnapshot({
      through: slot(5),
      epoch: slot(1),
      configuration: configuration(1, [replicaId('a')]),
      sessions,
      state: new Uint8Array(1),
    });
    expect(decodeSnapshot(written)?.sessions).toHaveLength(maxSessions);
  });
});

describe('a catch-up request', () => {
  const learn = { type: 'learn', generation: 1, firstSlot: slot(1) } as const;

  it('is answered within the byte budget, however often it is repeated', () => {
    const cluster = Cluster.ready(2, { replyBurstBytes: 2_000, replyBytesPerTick: 100 });
    fill(cluster, 'a', 10, 'x'.repeat(300));
    let drawn = 0;
    cluster.losing(({ to, message }) => {
      if (to === 'b' && message.type === 'learned') drawn += message.entries.length;
      return message.type === 'learned';
    });
    for (let count = 0; count < 100; count += 1) cluster.receive('a', 'b', learn);
    cluster.deliver();
    expect(drawn).toBeLessThan(40);
    const before = drawn;
    cluster.run(100);
    for (let count = 0; count < 100; count += 1) cluster.receive('a', 'b', learn);
    cluster.deliver();
    // The budget recovers over time.
    expect(drawn).toBeGreaterThan(before);
  });

  it('is required: an unsolicited chunk is dropped', () => {
    const cluster = Cluster.ready(2, limits);
    const bytes = new Uint8Array(maxSnapshotChunkBytes);
    cluster.receive('b', 'a', {
      type: 'snapshot',
      generation: 1,
      through: slot(1_000),
      digest: '0'.repeat(64),
      totalBytes: 100 * maxSnapshotChunkBytes,
      offset: 0,
      bytes,
    });
    expect(cluster.status('b').transfer).toBeUndefined();
  });
});
