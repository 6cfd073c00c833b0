import { describe, expect, it } from 'vitest';
import { maxFrameBytes } from '../transport.ts';
import { leastMarkBytes } from './channel/water-mark.ts';
import { FrameAssembler } from './chunks.ts';
import {
  highWaterBytes,
  maxCarriedQueueBytes,
  maxConsensusQueueBytes,
  maxEphemeralQueueBytes,
  SendQueue,
} from './send-queue.ts';

/** A channel that sends only on request. */
class SlowOutlet {
  readonly frames: string[] = [];
  highest = 0;
  /** Milliseconds. */
  time = 0;
  #buffered: Uint8Array[] = [];
  readonly #assembler = new FrameAssembler();

  bufferedBytes(): number {
    return this.#buffered.reduce((sum, message) => sum + message.byteLength, 0);
  }

  write(message: Uint8Array): void {
    this.#buffered.push(message);
    this.highest = Math.max(this.highest, this.bufferedBytes());
    const frame = this.#assembler.push(message);
    if (frame !== undefined) this.frames.push(`${frame.lane} ${frame.bytes.byteLength}`);
  }

  drain(): void {
    this.#buffered = [];
  }

  now(): number {
    return this.time;
  }
}

function queueAndOutlet() {
  const outlet = new SlowOutlet();
  return { outlet, queue: new SendQueue(outlet) };
}

describe('a send queue', () => {
  it('sends at once as far as the channel has room', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('ephemeral', new Uint8Array(1));
    queue.push('consensus', new Uint8Array(2));
    expect(outlet.frames).toEqual(['ephemeral 1', 'consensus 2']);
  });

  it('leaves no more in the channel than its high-water mark and one message', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('consensus', new Uint8Array(maxFrameBytes));
    for (let turn = 0; turn < 100; turn += 1) {
      outlet.drain();
      queue.pump();
    }
    expect(outlet.frames).toEqual([`consensus ${maxFrameBytes}`]);
    expect(outlet.highest).toBeLessThan(highWaterBytes + 16 * 1024);
  });

  it('sends consensus between the chunks of a large frame, and keeps the order of each lane', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('bulk', new Uint8Array(2 * highWaterBytes));
    queue.push('bulk', new Uint8Array(1));
    queue.push('consensus', new Uint8Array(2));
    queue.push('consensus', new Uint8Array(3));
    expect(outlet.frames).toEqual(['consensus 2', 'consensus 3']);
    for (let turn = 0; turn < 20; turn += 1) {
      outlet.drain();
      queue.pump();
    }
    expect(outlet.frames.slice(2)).toEqual([`bulk ${2 * highWaterBytes}`, 'bulk 1']);
  });

  it('alternates between bulk and ephemeral frames', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('bulk', new Uint8Array(2 * highWaterBytes));
    for (let count = 1; count <= 4; count += 1) queue.push('ephemeral', new Uint8Array(count));
    outlet.drain();
    queue.pump();
    expect(outlet.frames).toEqual(['ephemeral 1', 'ephemeral 2', 'ephemeral 3', 'ephemeral 4']);
  });

  it('holds bulk back on a slow channel, so that urgent frames leave soon', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('bulk', new Uint8Array(maxFrameBytes));
    const filledTo = (milliseconds: number): number => {
      outlet.time += milliseconds;
      outlet.drain();
      queue.pump();
      return outlet.bufferedBytes();
    };
    for (let turn = 0; turn < 10; turn += 1) filledTo(500);
    expect(filledTo(500)).toBeLessThanOrEqual(2 * leastMarkBytes);
    for (let turn = 0; turn < 10; turn += 1) filledTo(10);
    expect(filledTo(10)).toBeGreaterThanOrEqual(highWaterBytes);
  });

  it('drops the oldest ephemeral frames first, and never a consensus frame', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('consensus', new Uint8Array(2 * highWaterBytes));
    queue.push('consensus', new Uint8Array(7));
    const size = Math.floor(maxEphemeralQueueBytes / 4);
    for (let count = 0; count < 10; count += 1) queue.push('ephemeral', new Uint8Array(size + count));
    for (let turn = 0; turn < 20; turn += 1) {
      outlet.drain();
      queue.pump();
    }
    expect(outlet.frames).toEqual([
      `consensus ${2 * highWaterBytes}`,
      'consensus 7',
      `ephemeral ${size + 7}`,
      `ephemeral ${size + 8}`,
      `ephemeral ${size + 9}`,
    ]);
  });

  it('is clear while an ephemeral frame would be sent at once, and not after large frames', () => {
    const { queue, outlet } = queueAndOutlet();
    queue.push('ephemeral', new Uint8Array(100));
    expect(queue.isClear).toBe(true);
    queue.push('bulk', new Uint8Array(4 * highWaterBytes));
    expect(queue.isClear).toBe(false);
    for (let turn = 0; turn < 100; turn += 1) {
      outlet.drain();
      queue.pump();
    }
    outlet.drain();
    expect(queue.isClear).toBe(true);
  });

  it('reports consensus over its bound, with an overhead per frame', () => {
    const { queue } = queueAndOutlet();
    queue.push('consensus', new Uint8Array(highWaterBytes));
    const frames = maxConsensusQueueBytes / maxFrameBytes;
    const accepted = Array.from({ length: frames + 1 }, () =>
      queue.push('consensus', new Uint8Array(maxFrameBytes)),
    );
    expect(accepted.slice(0, frames - 1).every(Boolean)).toBe(true);
    expect(accepted.at(-1)).toBe(false);

    const tiny = queueAndOutlet().queue;
    tiny.push('consensus', new Uint8Array(2 * highWaterBytes));
    const restBytes = 1024 * 1024;
    for (let count = 0; count < frames - 1; count += 1) tiny.push('consensus', new Uint8Array(maxFrameBytes));
    tiny.push('consensus', new Uint8Array(maxFrameBytes - restBytes - highWaterBytes));
    let count = 0;
    while (tiny.push('consensus', new Uint8Array(1))) count += 1;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(restBytes / 32);
  });

  it('alternates between relayed payloads and its own bulk, and bounds the former', () => {
    const written: string[] = [];
    let buffered = highWaterBytes;
    const queue = new SendQueue({
      bufferedBytes: () => buffered,
      write: (message) => written.push(message[0] === 9 ? 'carried' : 'own'),
      now: () => 0,
    });
    const message = new Uint8Array(16_000).fill(9);
    let taken = 0;
    while (queue.pushCarried(message)) taken += 1;
    expect(taken * message.byteLength).toBeLessThanOrEqual(maxCarriedQueueBytes);
    expect((taken + 2) * message.byteLength).toBeGreaterThan(maxCarriedQueueBytes);
    queue.push('bulk', new Uint8Array(100_000));
    buffered = 0;
    queue.pump();
    expect(written.slice(0, 6)).toEqual(['carried', 'own', 'carried', 'own', 'carried', 'own']);
    expect(written.filter((what) => what === 'carried')).toHaveLength(taken);
    expect(queue.pushCarried(message)).toBe(true);
  });
});
