import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { noSlot, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { pack } from './codec/codec.ts';
import { decodeMeta, decodeRecord, encodeMeta, encodeRecord } from './record.ts';
import { anyAccepted, anyBallot } from './testing/arbitraries.ts';

describe('records of the log', () => {
  it('are decoded unchanged', () => {
    fc.assert(
      fc.property(anyAccepted, (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual({ ok: true, value: record });
      }),
    );
  });

  it('take up no more than their own bytes', () => {
    const bytes = encodeRecord({ slot: slot(1), ballot: noBallot, entry: { type: 'noop' } });
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  });

  it('are rejected without an exception if damaged', () => {
    fc.assert(
      fc.property(anyAccepted, fc.nat(), fc.nat(255), (record, at, to) => {
        const bytes = encodeRecord(record);
        bytes[at % bytes.length] = to;
        const decoded = decodeRecord(bytes);
        if (decoded.ok) expect(decodeRecord(encodeRecord(decoded.value))).toEqual(decoded);
      }),
      { numRuns: 1_000 },
    );
    expect(decodeRecord(new Uint8Array(0))).toEqual({ ok: false, problem: 'empty' });
    expect(decodeRecord(pack(16, [0, null, [0]]))).toMatchObject({ ok: false });
  });
});

describe('the durable promise', () => {
  it('is decoded unchanged', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyBallot, fc.constant(noBallot)),
        fc.maxSafeNat(),
        fc.maxSafeNat(),
        (promised, through, compacted) => {
          const [decidedThrough, compactedThrough] = [slot(through), slot(compacted)];
          const meta = { generation: compacted, promised, decidedThrough, compactedThrough };
          const heard = { through: decidedThrough, by: replicaId('b') };
          const ends = { sharedThrough: decidedThrough, decidedThrough: compactedThrough };
          for (const value of [
            meta,
            { ...meta, heard },
            { ...meta, supersededBy: { generation: through } },
            { ...meta, heard, supersededBy: { generation: through, ...ends } },
            { ...meta, rolledBack: true as const },
          ])
            expect(decodeMeta(encodeMeta(value))).toEqual({ ok: true, value });
        },
      ),
    );
  });

  it('is not mistaken for a record', () => {
    const promised = { epoch: noSlot, round: 1, replica: replicaId('a') };
    const meta = { generation: 1, promised, decidedThrough: noSlot, compactedThrough: noSlot };
    expect(decodeRecord(encodeMeta(meta))).toMatchObject({ ok: false });
  });
});
