import { Packr } from 'msgpackr';
import { describe, expect, it, vi } from 'vitest';
import { snapshotDigest } from '../catch-up/snapshot.ts';
import type { Learned } from '../messages.ts';
import { configuration, sufficientHolders } from '../model/configuration.ts';
import { replicaId, slot } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { decodeBase, encodeBase, maxBaseBytes } from './base.ts';

/** `a` and `b` hold the board, `c` is a witness. */
const twoAndWitness = (limits = {}) => Cluster.ready(3, limits, ['c']);

describe('a witness', () => {
  it('votes: two voters settle changes without the third', () => {
    const cluster = twoAndWitness();
    cluster.crash('b');
    cluster.submit('a', 'alone');
    cluster.run(40);
    expect(cluster.applied('a')).toEqual(['alone']);
    expect(cluster.applied('c')).toEqual([]);
  });

  it('never leads, also where it alone reaches a majority', () => {
    const cluster = twoAndWitness();
    cluster.crash('a');
    cluster.crash('b');
    cluster.run(100);
    cluster.restart('b');
    cluster.run(100);
    expect(cluster.leaders()).toEqual(['b']);
    cluster.crash('b');
    cluster.run(200);
    expect(cluster.leaders()).toEqual([]);
    expect(cluster.status('c').role).toBe('follower');
  });

  it('gives a voter that was absent everything decided meanwhile, when the other one is gone', () => {
    const cluster = twoAndWitness();
    cluster.crash('b');
    for (let count = 0; count < 300; count += 1) {
      cluster.submit('a', `change ${count}`);
      cluster.run(1);
    }
    cluster.run(40);
    cluster.crash('a');
    cluster.restart('b');
    cluster.submit('b', 'and more');
    cluster.run(200);
    expect(cluster.applied('b')).toHaveLength(301);
  });

  it('gives it even more than fits in one promise', () => {
    const cluster = twoAndWitness();
    cluster.crash('b');
    for (let count = 0; count < 20; count += 1) {
      cluster.submit('a', String(count).padEnd(100_000));
      cluster.run(2);
    }
    cluster.run(40);
    cluster.crash('a');
    cluster.restart('b');
    cluster.submit('b', 'and more');
    cluster.run(300);
    expect(cluster.applied('b')).toHaveLength(21);
  });

  it('removes what both others hold, and nothing that one of them lacks', () => {
    const cluster = twoAndWitness();
    for (let count = 0; count < 20; count += 1) {
      cluster.submit('a', `change ${count}`);
      cluster.run(1);
    }
    cluster.run(40);
    const { decidedThrough, compactedThrough } = cluster.status('c');
    // The last slots are removed once a further write has made them durable at both others.
    expect(decidedThrough - compactedThrough).toBeLessThan(3);
    cluster.crash('b');
    cluster.submit('a', 'alone');
    cluster.run(60);
    expect(cluster.status('c').compactedThrough).toBeLessThan(cluster.status('a').decidedThrough);
  });

  it('counts only what a voter has stored', () => {
    const cluster = twoAndWitness();
    cluster.stallStorage('b');
    cluster.submit('a', 'not stored by b');
    cluster.run(15);
    expect(cluster.status('b').decidedThrough).toBe(cluster.status('a').decidedThrough);
    expect(cluster.status('c').compactedThrough).toBeLessThan(cluster.status('a').decidedThrough);
  });

  it('keeps at most a bounded number of bytes for an absent voter, which then waits for the other one', () => {
    const cluster = twoAndWitness({ witnessBytes: 2_000 });
    cluster.crash('b');
    for (let count = 0; count < 30; count += 1) {
      cluster.submit('a', `change ${count}`.padEnd(200));
      cluster.run(2);
    }
    cluster.run(40);
    const { decidedThrough, compactedThrough } = cluster.status('c');
    expect(decidedThrough - compactedThrough).toBeLessThan(10);
    cluster.crash('a');
    cluster.restart('b');
    cluster.submit('b', 'waits');
    cluster.run(200);
    expect(cluster.leaders()).toEqual([]);
    cluster.restart('a');
    cluster.run(200);
    expect(cluster.applied('b')).toHaveLength(31);
  });

  it('continues after a restart with its promise, its voters and its log', () => {
    const cluster = twoAndWitness();
    for (let count = 0; count < 20; count += 1) cluster.submit('a', `change ${count}`);
    cluster.run(40);
    const before = cluster.status('c');
    expect(before.compactedThrough).toBeGreaterThan(0);
    cluster.crash('c');
    cluster.restart('c');
    const { promised, configuration: inForce, compactedThrough } = cluster.status('c');
    expect({ promised, inForce, compactedThrough }).toEqual({
      promised: before.promised,
      inForce: before.configuration,
      compactedThrough: before.compactedThrough,
    });
    cluster.crash('b');
    cluster.submit('a', 'with the witness');
    cluster.run(60);
    expect(cluster.applied('a')).toContain('with the witness');
  });

  it('receives no entry that enough voters hold, and no snapshot', () => {
    const cluster = twoAndWitness({ snapshotSlots: 8, retainedSlots: 2 });
    cluster.crash('c');
    for (let count = 0; count < 40; count += 1) {
      cluster.submit('a', `change ${count}`);
      cluster.run(2);
    }
    cluster.run(20);
    const entries: number[] = [];
    const images: number[] = [];
    cluster.losing(({ to, message }) => {
      if (to === 'c' && message.type === 'learned') entries.push(message.entries.length);
      if (to === 'c' && message.type === 'snapshot') images.push(message.totalBytes);
      return false;
    });
    cluster.restart('c');
    cluster.run(60);
    expect(cluster.status('c').decidedThrough).toBe(cluster.status('a').decidedThrough);
    expect(Math.max(0, ...entries)).toBeLessThan(4);
    expect(Math.max(...images)).toBeLessThan(200);
  });

  it('does not answer with what it has removed', () => {
    const cluster = twoAndWitness();
    for (let count = 0; count < 20; count += 1) cluster.submit('a', `change ${count}`);
    cluster.run(40);
    const sent: string[] = [];
    cluster.losing(({ from, message }) => {
      if (from === 'c' && (message.type === 'learned' || message.type === 'snapshot'))
        sent.push(message.type);
      return false;
    });
    cluster.receive('c', 'b', { type: 'learn', generation: 1, firstSlot: slot(1) });
    expect(sent).toEqual([]);
  });

  it('receives entries that an absent voter lacks, also once a snapshot covers them', () => {
    const cluster = twoAndWitness({ snapshotSlots: 10, retainedSlots: 100 });
    const firstSlot = slot(cluster.status('b').decidedThrough + 1);
    cluster.crash('b');
    for (let count = 0; count < 30; count += 1) {
      cluster.submit('a', `change ${count}`);
      cluster.run(1);
    }
    expect(cluster.stored('a').snapshot?.through).toBeGreaterThan(firstSlot);
    const sent: string[] = [];
    cluster.losing(({ from, message }) => {
      if (from === 'a') sent.push(message.type);
      return false;
    });
    cluster.receive('a', 'c', { type: 'learn', generation: 1, firstSlot, witness: true });
    expect(sent).toContain('learned');
    expect(sent).not.toContain('snapshot');
  });

  it('answers another witness with entries only: that one would drop a base', () => {
    const cluster = twoAndWitness();
    const sent: string[] = [];
    cluster.losing(({ from, message }) => {
      if (from === 'c') sent.push(message.type);
      return false;
    });
    for (let count = 0; count < 40; count += 1) {
      cluster.submit('a', `change ${count}`);
      cluster.run(1);
      const firstSlot = slot(cluster.status('c').compactedThrough + 1);
      cluster.receive('c', 'b', { type: 'learn', generation: 1, firstSlot, witness: true });
    }
    expect(sent).toContain('learned');
    expect(sent).not.toContain('snapshot');
  });

  it('does not recover a board, and takes no hand-over', () => {
    const cluster = twoAndWitness();
    cluster.step('c', { type: 'recover' });
    expect(cluster.status('c').generation).toBe(1);
    const { leader } = cluster.status('c');
    cluster.receive('c', 'a', { type: 'handover', generation: 1, ballot: leader });
    expect(cluster.status('c').role).toBe('follower');
  });

  it('is no successor of a leader that resigns', () => {
    const cluster = twoAndWitness();
    cluster.step('a', { type: 'resign' });
    const handovers = cluster.inFlight.filter(({ message }) => message.type === 'handover');
    expect(handovers.map(({ to }) => to)).toEqual(['b']);
  });

  it('votes only as a witness, and a device with a board only as such', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(replicaId) as [never, never, never];
    const cluster = new Cluster(3, {}, { witnesses: ['b'] });
    cluster.run(40);
    cluster.step('a', { type: 'reconfigure', voters: [a, b] });
    cluster.run(60);
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
    cluster.cut('a', 'b');
    cluster.step('a', { type: 'reconfigure', voters: [a, b, c], witnesses: [c] });
    cluster.run(60);
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
  });
});

describe('a configuration with witnesses', () => {
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(replicaId) as [never, never, never, never, never];

  it('has a minority of them', () => {
    expect(() => configuration(1, [a], undefined, [a])).toThrow(/witnesses/);
    expect(() => configuration(1, [a, b], undefined, [b])).toThrow(/witnesses/);
    expect(() => configuration(1, [a, b, c], undefined, [b, c])).toThrow(/witnesses/);
    expect(() => configuration(1, [a, b, c], undefined, [d])).toThrow(/witnesses/);
    expect(configuration(1, [a, b, c], undefined, [c]).witnesses).toEqual([c]);
  });

  it('needs so many holders that every majority includes one', () => {
    expect(sufficientHolders(configuration(1, [a, b, c]))).toBe(2);
    expect(sufficientHolders(configuration(1, [a, b, c], undefined, [c]))).toBe(2);
    expect(sufficientHolders(configuration(1, [a, b, c, d, e], undefined, [e]))).toBe(3);
    expect(sufficientHolders(configuration(1, [a, b, c, d, e], undefined, [d, e]))).toBe(3);
  });

  it('is refused by a leader if it has more', () => {
    const cluster = new Cluster(3, {}, { witnesses: ['b', 'c'] });
    cluster.run(40);
    cluster.step('a', { type: 'reconfigure', voters: cluster.ids, witnesses: ['b', 'c'].map(replicaId) });
    cluster.run(60);
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
  });

  it('with a base is encoded and decoded, and no other image is taken for one', () => {
    const base = {
      through: slot(9),
      epoch: slot(4),
      configuration: configuration(3, [a, b, c], slot(2), [c]),
    };
    const image = encodeBase(base);
    expect(decodeBase(image)).toEqual(base);
    expect(decodeBase({ ...image, through: slot(8) })).toBeUndefined();
    const bytes = Uint8Array.from(image.bytes);
    bytes[3] = 0;
    expect(decodeBase({ ...image, bytes })).toBeUndefined();
  });

  it('rejects a base that is too large, or too deep to unpack, before it is unpacked', () => {
    const unpack = vi.spyOn(Packr.prototype, 'unpack');
    // One list inside another, and an empty one at last.
    const lists = (count: number) => new Uint8Array(count).fill(0x91).fill(0x90, -1);
    for (const bytes of [lists(maxBaseBytes), lists(maxBaseBytes + 1), new Uint8Array(maxBaseBytes + 1)]) {
      const image = { through: slot(9), bytes, digest: snapshotDigest(bytes) };
      expect(decodeBase(image)).toBeUndefined();
    }
    expect(unpack).not.toHaveBeenCalled();
    unpack.mockRestore();
  });
});

describe('a voter that lags', () => {
  /** `b` lacks decisions, which the other two report. Its requests, and the replies that it does not receive. */
  function lagging() {
    const cluster = twoAndWitness({ resendTicks: 20 });
    const requests: string[] = [];
    const replies: Learned[] = [];
    cluster.losing(({ from, to, message }) => {
      if (from === 'b' && message.type === 'learn') requests.push(to);
      if (to === 'b' && from === 'c' && message.type === 'learned') replies.push(message);
      return to === 'b' && ['propose', 'learned', 'accept'].includes(message.type);
    });
    return { cluster, requests, replies };
  }

  it('does not ask the witness, which may have removed what it lacks, while another one is ahead', () => {
    const { cluster, requests } = lagging();
    cluster.submit('a', 'x');
    cluster.run(300);
    expect(new Set(requests)).toEqual(new Set(['a']));
  });

  it('turns from the witness to another one that is ahead, too', () => {
    const { cluster, requests, replies } = lagging();
    cluster.cut('a', 'b');
    for (let number = 0; number < 3; number += 1) cluster.submit('a', `${number}`.padEnd(60_000, 'x'));
    while (replies.length === 0) cluster.run(1);
    cluster.join('a', 'b');
    cluster.run(10);
    const [reply] = replies;
    if (reply === undefined) throw new Error('unreachable');
    cluster.receive('b', 'c', { ...reply, generation: 1, entries: reply.entries.slice(0, 1) });
    expect(requests).toEqual(['c', 'a']);
  });
});
