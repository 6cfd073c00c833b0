import { describe, expect, it } from 'vitest';
import { maxCommandBytes } from '../paxos/model/entry.ts';
import { Outbox } from './outbox.ts';

const body = (byte: number) => Uint8Array.of(byte);
const stored = (...sequences: number[]) => sequences.map((sequence) => ({ sequence, body: body(sequence) }));

describe('the outbox', () => {
  it('numbers commands without holes', () => {
    const outbox = new Outbox([], 1);
    expect([1, 2, 3].map((byte) => outbox.append(body(byte)))).toEqual([
      { ok: true, sequence: 1 },
      { ok: true, sequence: 2 },
      { ok: true, sequence: 3 },
    ]);
    expect(outbox.pending).toEqual(stored(1, 2, 3));
  });

  it('goes on from where the storage stands', () => {
    expect(new Outbox(stored(5, 6), 7).append(body(7))).toEqual({ ok: true, sequence: 7 });
    expect(new Outbox([], 7).append(body(7))).toEqual({ ok: true, sequence: 7 });
  });

  it('hands each command to one transaction', () => {
    const outbox = new Outbox(stored(1), 2);
    expect(outbox.hasUnsaved).toBe(false);
    outbox.append(body(2));
    outbox.append(body(3));
    expect(outbox.hasUnsaved).toBe(true);
    expect(outbox.take()).toEqual({ append: stored(2, 3), remove: [] });
    expect(outbox.hasUnsaved).toBe(false);
    outbox.append(body(4));
    expect(outbox.take()).toEqual({ append: stored(4), remove: [] });
    expect(outbox.pending).toEqual(stored(1, 2, 3, 4));
  });

  it('lets go of what was applied, and removes it in company', () => {
    const outbox = new Outbox(stored(1, 2, 3), 4);
    outbox.applied(2);
    expect(outbox.pending).toEqual(stored(3));
    expect(outbox.hasUnsaved).toBe(false);
    outbox.applied(1);
    outbox.append(body(4));
    expect(outbox.take()).toEqual({ append: stored(4), remove: [1, 2] });
    expect(outbox.take()).toEqual({ append: [], remove: [] });
  });

  it('never gives a number twice, however much is applied', () => {
    const outbox = new Outbox(stored(1, 2), 3);
    outbox.applied(2);
    expect(outbox.append(body(3))).toEqual({ ok: true, sequence: 3 });
  });

  it('is bounded in commands', () => {
    const outbox = new Outbox(stored(1), 2, { maxCommands: 2, maxBytes: 100 });
    expect(outbox.append(body(2)).ok).toBe(true);
    expect(outbox.append(body(3))).toEqual({ ok: false, refusal: 'outboxFull' });
    outbox.applied(1);
    expect(outbox.append(body(3))).toEqual({ ok: true, sequence: 3 });
  });

  it('is bounded in bytes', () => {
    const outbox = new Outbox([{ sequence: 1, body: new Uint8Array(60) }], 2, {
      maxCommands: 9,
      maxBytes: 100,
    });
    expect(outbox.append(new Uint8Array(41))).toEqual({ ok: false, refusal: 'outboxFull' });
    expect(outbox.append(new Uint8Array(40)).ok).toBe(true);
    outbox.applied(1);
    expect(outbox.append(new Uint8Array(60)).ok).toBe(true);
  });

  it('refuses a command that no message could carry', () => {
    const outbox = new Outbox([], 1);
    expect(outbox.append(new Uint8Array(maxCommandBytes + 1))).toEqual({ ok: false, refusal: 'tooLarge' });
    expect(outbox.append(new Uint8Array(maxCommandBytes)).ok).toBe(true);
  });
});
