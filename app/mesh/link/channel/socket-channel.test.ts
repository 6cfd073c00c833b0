import { describe, expect, it } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { byteSocketLatencyMs, FakeByteSocket, join } from '#app/mesh/testing/fake-byte-sockets.ts';
import type { Channel } from './channel.ts';
import { maxSocketBytes, openMilliseconds, socketChannel } from './socket-channel.ts';

class End {
  readonly events: string[] = [];
  socket: FakeByteSocket | undefined;
  readonly channel: Channel;

  constructor(clock: ManualClock, isForbidden = false) {
    const create = socketChannel((listener) => {
      if (isForbidden) throw new Error('insecure');
      this.socket = new FakeByteSocket(clock, listener);
      return this.socket;
    }, clock);
    this.channel = create(true, {
      signal: () => this.events.push('signal'),
      open: () => this.events.push('open'),
      message: (bytes) => this.events.push(bytes === undefined ? 'no bytes' : bytes.join()),
      drained: () => this.events.push('drained'),
      closed: (why) => this.events.push(why),
      unavailable: () => this.events.push('unavailable'),
    });
  }
}

async function joined() {
  const clock = new ManualClock();
  const [near, far] = [new End(clock), new End(clock)];
  if (near.socket === undefined || far.socket === undefined) throw new Error('no sockets');
  join(near.socket, far.socket);
  await clock.advance(byteSocketLatencyMs);
  return { clock, near, far, socket: near.socket };
}

describe('a channel over a socket', () => {
  it('carries messages in order, and reports its end once', async () => {
    const { clock, near, far } = await joined();
    near.channel.send(Uint8Array.of(1, 2));
    near.channel.send(Uint8Array.of(3));
    await clock.advance(byteSocketLatencyMs);
    near.channel.destroy();
    await clock.advance(openMilliseconds);
    expect(far.events).toEqual(['open', '1,2', '3', 'closed by the other end']);
    expect(near.events).toEqual(['open']);
  });

  it('passes on that a message is not bytes', async () => {
    const { clock, far, socket } = await joined();
    socket.say(undefined);
    await clock.advance(byteSocketLatencyMs);
    expect(far.events).toEqual(['open', 'no bytes']);
  });

  it('reports once that its buffer has drained', async () => {
    const { clock, near, socket } = await joined();
    socket.buffered = 100_000;
    near.channel.send(Uint8Array.of(1));
    near.channel.send(Uint8Array.of(2));
    await clock.advance(500);
    expect(near.events).toEqual(['open']);
    socket.buffered = 0;
    await clock.advance(500);
    expect(near.events).toEqual(['open', 'drained']);
  });

  it('ends if the other end does not read', async () => {
    const { near, socket } = await joined();
    socket.buffered = maxSocketBytes + 1;
    near.channel.send(Uint8Array.of(1));
    expect(near.events).toEqual(['open', 'it takes too little']);
    expect(socket.isClosed).toBe(true);
  });

  it('ends if the socket does not open in time, or may not be opened', async () => {
    const clock = new ManualClock();
    const [slow, forbidden] = [new End(clock), new End(clock, true)];
    await clock.advance(openMilliseconds);
    expect(slow.events).toEqual(['it does not open']);
    expect(forbidden.events).toEqual(['blocked']);
  });
});
