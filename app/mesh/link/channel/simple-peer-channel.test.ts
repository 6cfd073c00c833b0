import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChannelListener } from './channel.ts';

type Callback = (value?: unknown) => void;

/** Behaves as simple-peer does at its edges: it throws after its end, and emits `close` once. */
class PlayedPeer {
  static readonly all: PlayedPeer[] = [];
  static failing = false;
  readonly options: object;
  readonly bufferSize = 42;
  readonly #callbacks = new Map<string, Callback>();
  throwing = false;
  destroyed = false;

  constructor(options: object) {
    if (PlayedPeer.failing) throw new Error('No WebRTC support');
    this.options = options;
    PlayedPeer.all.push(this);
  }

  on(event: string, callback: Callback): this {
    this.#callbacks.set(event, callback);
    return this;
  }

  emit(event: string, value?: unknown): void {
    this.#callbacks.get(event)?.(value);
  }

  /** What the stream has got. */
  readonly streamed: unknown[] = [];

  push(message: unknown): boolean {
    this.streamed.push(message);
    return false;
  }

  signal(): void {
    if (this.throwing) throw new Error('cannot signal after peer is destroyed');
  }

  send(): void {
    if (this.throwing) throw new Error('not open');
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    queueMicrotask(() => this.emit('close'));
  }
}

vi.mock('simple-peer', () => ({ default: PlayedPeer }));
const { simplePeerChannel } = await import('./simple-peer-channel.ts');

beforeEach(() => {
  PlayedPeer.failing = false;
});

function channel() {
  const events: string[] = [];
  const listener: ChannelListener = {
    signal: ({ type }) => events.push(`signal ${type}`),
    open: () => events.push('open'),
    message: (message) => events.push(`message ${message?.join() ?? 'of no bytes'}`),
    drained: () => events.push('drained'),
    closed: (why) => events.push(`closed ${why}`),
    unavailable: (why) => events.push(`unavailable ${why}`),
  };
  const made = simplePeerChannel(true, listener);
  const peer = PlayedPeer.all.at(-1);
  if (peer === undefined) throw new Error('no peer was made');
  return { channel: made, peer, events };
}

describe('a channel over simple-peer', () => {
  it('uses no ICE server, and keeps messages separate', () => {
    expect(channel().peer.options).toMatchObject({ config: { iceServers: [] }, objectMode: true });
  });

  it("forwards simple-peer's events as plain data", () => {
    const { peer, events } = channel();
    peer.emit('signal', { type: 'offer', sdp: 'v=0' });
    peer.emit('signal', { type: 'candidate', candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 } });
    peer.emit('signal', { type: 'renegotiate', renegotiate: true });
    peer.emit('connect');
    peer.push(Buffer.from([1, 2]));
    peer.push('text');
    expect(events).toEqual([
      'signal offer',
      'signal candidate',
      'open',
      'message 1,2',
      'message of no bytes',
    ]);
  });

  it("takes messages before simple-peer's stream, which gets only its end", () => {
    const { peer, events } = channel();
    expect(peer.push(Buffer.from([1]))).toBe(true);
    peer.push(null);
    expect(peer.streamed).toEqual([null]);
    expect(events).toEqual(['message 1']);
  });

  it.each(['signal', 'send'] as const)('is closed, once, when %s fails', async (method) => {
    const { channel: made, peer, events } = channel();
    peer.throwing = true;
    if (method === 'signal') made.signal({ type: 'offer', sdp: '' });
    else made.send(new Uint8Array(1));
    await Promise.resolve();
    peer.emit('close');
    made.send(new Uint8Array(1));
    expect(events).toEqual([expect.stringMatching(/^closed (cannot signal|not open)/)]);
  });

  it('reports why it was closed', () => {
    const { peer, events } = channel();
    peer.emit('error', new Error('Ice connection failed.'));
    peer.emit('close');
    expect(events).toEqual(['closed Ice connection failed.']);
  });

  it('reports nothing after it was destroyed', async () => {
    const { channel: made, peer, events } = channel();
    made.destroy();
    peer.emit('signal', { type: 'offer', sdp: 'v=0' });
    peer.emit('connect');
    peer.push(Buffer.from([1]));
    await Promise.resolve();
    expect([peer.destroyed, events]).toEqual([true, []]);
  });

  it('reports that WebRTC is unavailable', async () => {
    PlayedPeer.failing = true;
    const unavailable = vi.fn();
    const nothing = () => undefined;
    const others = { signal: nothing, open: nothing, message: nothing, drained: nothing, closed: nothing };
    simplePeerChannel(true, { ...others, unavailable });
    expect(unavailable).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(unavailable).toHaveBeenCalledExactlyOnceWith('No WebRTC support');
  });
});
