/**
 * Cuts frames into messages of a data channel, and assembles them.
 *
 * A chunk is kind, flags, length of its frame (4 bytes, big-endian), payload. The channel is ordered and reliable, and
 * within a lane a frame's chunks are consecutive, so each lane has at most one incomplete frame and chunks need no
 * number. Chunks of other lanes may interleave. All but the last are full: a frame can be cut in only one way, and a
 * receiver cannot be made to keep millions of tiny pieces.
 */

import { type Lane, lanes, maxFrameBytes } from '../transport.ts';
import { ChannelError, maxMessageBytes, messageKind } from './channel-messages.ts';

export const chunkHeaderBytes = 6;
export const maxChunkPayloadBytes = maxMessageBytes - chunkHeaderBytes;

const ephemeralFlag = 1;
const firstFlag = 2;
const lastFlag = 4;
const bulkFlag = 8;
const allFlags = ephemeralFlag | bulkFlag | firstFlag | lastFlag;

const laneFlags: { readonly [lane in Lane]: number } = {
  consensus: 0,
  bulk: bulkFlag,
  ephemeral: ephemeralFlag,
};

/** An outgoing frame. Chunks are made on demand, so that a waiting frame costs only its own bytes. */
export class FrameCutter {
  readonly lane: Lane;
  readonly #frame: Uint8Array;
  #offset = 0;
  #done = false;

  /** @throws RangeError if `frame` exceeds {@link maxFrameBytes}. */
  constructor(lane: Lane, frame: Uint8Array) {
    if (frame.byteLength > maxFrameBytes) {
      throw new RangeError(`a frame of ${frame.byteLength} bytes; ${maxFrameBytes} are allowed`);
    }
    this.lane = lane;
    this.#frame = frame;
  }

  /** Bytes of the frame that are not cut off yet. */
  get remainingBytes(): number {
    return this.#frame.byteLength - this.#offset;
  }

  /** Whether the whole frame was cut. */
  get isDone(): boolean {
    return this.#done;
  }

  /** The next chunk, or undefined after the last. An empty frame has one. */
  next(): Uint8Array | undefined {
    if (this.#done) return undefined;
    const first = this.#offset === 0;
    const payload = this.#frame.subarray(this.#offset, this.#offset + maxChunkPayloadBytes);
    this.#offset += payload.byteLength;
    this.#done = this.remainingBytes === 0;

    const chunk = new Uint8Array(chunkHeaderBytes + payload.byteLength);
    chunk[0] = messageKind.chunk;
    chunk[1] = laneFlags[this.lane] | (first ? firstFlag : 0) | (this.#done ? lastFlag : 0);
    new DataView(chunk.buffer).setUint32(2, this.#frame.byteLength);
    chunk.set(payload, chunkHeaderBytes);
    return chunk;
  }
}

export interface Frame {
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

interface Incomplete {
  readonly totalBytes: number;
  readonly payloads: Uint8Array[];
  receivedBytes: number;
}

/** Assembles the chunks of one peer. Never holds more than {@link maxFrameBytes} of payload per lane. */
export class FrameAssembler {
  readonly #incomplete = new Map<Lane, Incomplete>();

  /**
   * Takes the next chunk, and keeps it (it must not be modified afterwards).
   *
   * @returns the frame that it completes, if any.
   * @throws ChannelError if it cannot follow the chunks before it; the assembler is unusable afterwards.
   */
  push(chunk: Uint8Array): Frame | undefined {
    const { lane, first, last, totalBytes, payload } = decodeChunk(chunk);
    const frame = first ? this.#begin(lane, totalBytes) : this.#continue(lane, totalBytes);

    frame.receivedBytes += payload.byteLength;
    if (frame.receivedBytes > totalBytes) throw new ChannelError('a frame longer than it said');
    if (last !== (frame.receivedBytes === totalBytes))
      throw new ChannelError('a frame that ends in the wrong place');
    if (!last && payload.byteLength !== maxChunkPayloadBytes) {
      throw new ChannelError(`a chunk of ${payload.byteLength} bytes in the middle of a frame`);
    }
    frame.payloads.push(payload);
    if (!last) return undefined;

    this.#incomplete.delete(lane);
    return { lane, bytes: joined(frame.payloads, totalBytes) };
  }

  #begin(lane: Lane, totalBytes: number): Incomplete {
    if (this.#incomplete.has(lane)) throw new ChannelError('a frame inside another of its lane');
    const frame = { totalBytes, payloads: [], receivedBytes: 0 };
    this.#incomplete.set(lane, frame);
    return frame;
  }

  #continue(lane: Lane, totalBytes: number): Incomplete {
    const frame = this.#incomplete.get(lane);
    if (frame === undefined) throw new ChannelError('a chunk of a frame that did not begin');
    if (frame.totalBytes !== totalBytes) throw new ChannelError('a chunk of another frame');
    return frame;
  }
}

function decodeChunk(chunk: Uint8Array) {
  const flags = chunk[1];
  if (chunk.byteLength < chunkHeaderBytes || flags === undefined)
    throw new ChannelError('a chunk without a header');
  if ((flags & ~allFlags) !== 0) throw new ChannelError(`a chunk with unknown flags ${flags}`);
  const totalBytes = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength).getUint32(2);
  if (totalBytes > maxFrameBytes) {
    throw new ChannelError(`a frame of ${totalBytes} bytes; ${maxFrameBytes} are allowed`);
  }
  const laneFlag = flags & (ephemeralFlag | bulkFlag);
  const lane = lanes.find((name) => laneFlags[name] === laneFlag);
  if (lane === undefined) throw new ChannelError('a chunk of two lanes');
  const payload = chunk.subarray(chunkHeaderBytes);
  return { lane, first: (flags & firstFlag) !== 0, last: (flags & lastFlag) !== 0, totalBytes, payload };
}

function joined(payloads: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const [only] = payloads;
  if (payloads.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(totalBytes);
  let offset = 0;
  for (const payload of payloads) {
    bytes.set(payload, offset);
    offset += payload.byteLength;
  }
  return bytes;
}
