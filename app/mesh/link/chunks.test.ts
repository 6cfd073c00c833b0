import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lane, lanes, maxFrameBytes } from '../transport.ts';
import { ChannelError, maxMessageBytes } from './channel-messages.ts';
import { chunkHeaderBytes, FrameAssembler, FrameCutter, maxChunkPayloadBytes } from './chunks.ts';

function cut(lane: Lane, frame: Uint8Array): Uint8Array[] {
  const cutter = new FrameCutter(lane, frame);
  const chunks: Uint8Array[] = [];
  for (let chunk = cutter.next(); chunk !== undefined; chunk = cutter.next()) chunks.push(chunk);
  return chunks;
}

const anyLane = fc.constantFrom<Lane>(...lanes);
const sizes = fc.oneof(
  fc.nat(100),
  fc.constantFrom(0, 1, 2, 3).map((count) => count * maxChunkPayloadBytes),
  fc
    .constantFrom(1, 2)
    .chain((count) => fc.constantFrom(-1, 1).map((by) => count * maxChunkPayloadBytes + by)),
);

describe('frames in chunks', () => {
  it('are assembled unchanged, one after another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ lane: anyLane, size: sizes, fill: fc.nat(255) }), { maxLength: 8 }),
        (frames) => {
          const assembler = new FrameAssembler();
          for (const { lane, size, fill } of frames) {
            const frame = new Uint8Array(size).fill(fill);
            const results = cut(lane, frame).map((chunk) => assembler.push(chunk));
            expect(results.slice(0, -1).every((result) => result === undefined)).toBe(true);
            const result = results.at(-1);
            expect(result?.lane).toBe(lane);
            // Vitest compares large arrays slowly.
            expect(result !== undefined && Buffer.compare(result.bytes, frame)).toBe(0);
          }
        },
      ),
    );
  });

  it('of different lanes can interleave', () => {
    const assembler = new FrameAssembler();
    const [first, last] = cut('bulk', new Uint8Array(maxChunkPayloadBytes + 1));
    const [small] = cut('consensus', Uint8Array.of(7));
    const results = [first, small, last].map((chunk) => chunk && assembler.push(chunk));
    expect(results.map((frame) => frame && [frame.lane, frame.bytes.byteLength])).toEqual([
      undefined,
      ['consensus', 1],
      ['bulk', maxChunkPayloadBytes + 1],
    ]);
  });

  it('fit in a message, and are as many as needed', () => {
    const chunks = cut('consensus', new Uint8Array(2 * maxChunkPayloadBytes + 1));
    expect(chunks.map((chunk) => chunk.byteLength)).toEqual([
      maxMessageBytes,
      maxMessageBytes,
      chunkHeaderBytes + 1,
    ]);
  });

  it('can have the maximum size of a frame, and no more', () => {
    const frame = new Uint8Array(maxFrameBytes);
    frame[maxFrameBytes - 1] = 7;
    const assembler = new FrameAssembler();
    const results = cut('consensus', frame).map((chunk) => assembler.push(chunk));
    expect(results.at(-1)?.bytes.at(-1)).toBe(7);
    expect(() => new FrameCutter('consensus', new Uint8Array(maxFrameBytes + 1))).toThrow(RangeError);
  });

  const [full = new Uint8Array(), end = new Uint8Array()] = cut(
    'consensus',
    new Uint8Array(maxChunkPayloadBytes + 5),
  );
  const [whole = new Uint8Array()] = cut('consensus', Uint8Array.of(1, 2, 3));
  const changed = (chunk: Uint8Array, at: number, value: number) => {
    const copy = chunk.slice();
    copy[at] = value;
    return copy;
  };

  it.each<[string, Uint8Array[]]>([
    ['a header that is cut off', [whole.subarray(0, chunkHeaderBytes - 1)]],
    ['an unknown flag', [changed(whole, 1, 16 | 2 | 4)]],
    ['two lanes', [changed(whole, 1, 8 | 1 | 2 | 4)]],
    ['a frame over the limit', [changed(whole, 2, 0x7f)]],
    ['a frame that is longer than it says', [changed(whole, 5, 2)]],
    ['a frame that ends before its end', [changed(whole, 5, 4)]],
    ['a frame that does not end at its end', [changed(whole, 1, 2)]],
    ['the middle of a frame that did not begin', [end]],
    ['a frame that begins inside another', [full, full]],
    ['a frame of the other lane inside a frame', [full, changed(end, 1, 4 | 1)]],
    ['a frame that changes its length', [full, changed(end, 5, 0)]],
    ['a small chunk in the middle of a frame', [full.subarray(0, 100)]],
  ])('reject %s', (_what, chunks) => {
    const assembler = new FrameAssembler();
    expect(() => {
      for (const chunk of chunks) assembler.push(chunk);
    }).toThrow(ChannelError);
  });

  it('that are malformed are rejected without another exception', () => {
    const header = fc.tuple(fc.constant(4), fc.nat(9), fc.nat(1), fc.nat(255), fc.nat(255), fc.nat(255));
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(header, fc.uint8Array({ maxLength: 40 }))
        .map(([head, payload]) => Uint8Array.of(...head, ...payload)),
      fc.constantFrom(full, end, whole),
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 10 }), (chunks) => {
        const assembler = new FrameAssembler();
        try {
          for (const piece of chunks) assembler.push(piece);
        } catch (error) {
          expect(error).toBeInstanceOf(ChannelError);
        }
      }),
    );
  });
});
