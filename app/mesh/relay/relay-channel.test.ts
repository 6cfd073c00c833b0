import { describe, expect, it } from 'vitest';
import { maxCarriedBytes, maxMessageBytes } from '../link/channel-messages.ts';
import { clearBytes } from '../link/send-queue.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import {
  maxWaitingBytes,
  RelayChannel,
  type RelayMessage,
  readRelayMessage,
  windowBytes,
} from './relay-channel.ts';

type Name = 'initiator' | 'responder';

/** Two ends and the relay between them: payloads wait until a test delivers them. */
class Ends {
  readonly carried: { readonly to: Name; readonly payload: Uint8Array }[] = [];
  readonly messages: { [name in Name]: number[] } = { initiator: [], responder: [] };
  readonly closed: { [name in Name]?: string } = {};
  readonly opened: Name[] = [];
  readonly channels: { [name in Name]?: RelayChannel } = {};
  drained = 0;
  /** Whether the relay accepts payloads. */
  hasRoom = true;

  constructor() {
    this.channels.initiator = this.#channel('initiator');
  }

  #channel(name: Name, opened?: RelayMessage): RelayChannel {
    const to = name === 'initiator' ? 'responder' : 'initiator';
    return new RelayChannel({
      random: seededBytes(name.length),
      carry: (payload) => {
        if (this.hasRoom) this.carried.push({ to, payload });
        return this.hasRoom;
      },
      listener: {
        signal: () => undefined,
        open: () => this.opened.push(name),
        message: (message) => this.messages[name].push(message?.byteLength ?? -1),
        unavailable: () => undefined,
        drained: () => {
          this.drained += 1;
        },
        closed: (why) => {
          if (this.closed[name] !== undefined) throw new Error('closed twice');
          this.closed[name] = why;
        },
      },
      ...(opened?.kind === 'open' ? { opened: opened.channel } : {}),
    });
  }

  end(name: Name): RelayChannel {
    const channel = this.channels[name];
    if (channel === undefined) throw new Error(`there is no ${name}`);
    return channel;
  }

  hand(to: Name, payload: Uint8Array): void {
    const message = readRelayMessage(payload);
    if (message === undefined) throw new Error('it cannot be read');
    if (to === 'responder' && this.channels.responder === undefined) {
      this.channels.responder = this.#channel('responder', message);
    } else {
      this.channels[to]?.receive(message);
    }
  }

  /** Delivers all payloads until none is in flight. */
  async pass(change: (payload: Uint8Array) => Uint8Array = (payload) => payload): Promise<void> {
    await Promise.resolve();
    for (let next = this.carried.shift(); next !== undefined; next = this.carried.shift()) {
      this.hand(next.to, change(next.payload));
      await Promise.resolve();
    }
  }
}

async function open(): Promise<Ends> {
  const ends = new Ends();
  await ends.pass();
  return ends;
}

describe('a relayed channel', () => {
  it('opens on both ends', async () => {
    const ends = await open();
    expect(ends.opened.sort()).toEqual(['initiator', 'responder']);
  });

  it('delivers messages in order', async () => {
    const ends = await open();
    ends.end('initiator').send(new Uint8Array(23));
    ends.end('responder').send(new Uint8Array(5));
    ends.end('initiator').send(new Uint8Array(0));
    await ends.pass();
    expect(ends.messages).toEqual({ initiator: [5], responder: [23, 0] });
  });

  it('closes on a message before the answer, and on a count above the bytes sent', async () => {
    const header = (ends: Ends) => (ends.carried[0]?.payload ?? new Uint8Array()).subarray(1, 9);
    const early = new Ends();
    await Promise.resolve();
    early.hand('initiator', Uint8Array.of(3, ...header(early), 1));
    expect(early.closed.initiator).toBe('a message before the answer');
    const ends = await open();
    ends.end('initiator').send(new Uint8Array(3));
    ends.hand('initiator', Uint8Array.of(5, ...header(ends), 0x40, 0x10, 0, 0, 0, 0, 0, 0));
    expect(ends.closed.initiator).toBe('more has arrived than was sent');
  });

  it.each<[string, number]>([
    ['opened', 1],
    ['answered', 2],
  ])('with a repeated %s is closed', async (_what, kind) => {
    const ends = new Ends();
    const seen: Uint8Array[] = [];
    await ends.pass((payload) => {
      seen.push(payload);
      return payload;
    });
    const again = seen.find((payload) => payload[0] === kind) ?? new Uint8Array();
    ends.hand(kind === 1 ? 'responder' : 'initiator', again);
    expect(ends.closed[kind === 1 ? 'responder' : 'initiator']).toMatch(/twice/);
  });

  it('keeps no more than a window in flight, however much is sent', async () => {
    const ends = await open();
    const count = 200;
    for (let sent = 0; sent < count; sent += 1) ends.end('initiator').send(new Uint8Array(maxMessageBytes));
    const underWay = ends.carried.reduce((bytes, { payload }) => bytes + payload.byteLength, 0);
    expect(underWay).toBeGreaterThan(windowBytes);
    expect(underWay).toBeLessThan(windowBytes + 2 * maxMessageBytes);
    expect(ends.end('initiator').bufferedBytes()).toBe(count * maxMessageBytes);
    await ends.pass();
    expect(ends.messages.responder).toHaveLength(count);
    expect(ends.end('initiator').bufferedBytes()).toBeLessThan(windowBytes / 2);
    expect(ends.drained).toBeGreaterThan(0);
  });

  it('is clear for small messages again as soon as they have arrived', async () => {
    const ends = await open();
    for (let sent = 0; sent < 100; sent += 1) {
      expect(ends.end('initiator').bufferedBytes()).toBeLessThanOrEqual(clearBytes);
      ends.end('initiator').send(new Uint8Array(200));
      await ends.pass();
    }
  });

  it.each([5, maxMessageBytes])(
    'closes when too much waits for a receiver that reads nothing (messages of %i bytes)',
    async (bytes) => {
      const ends = await open();
      const most = (maxWaitingBytes + windowBytes) / bytes;
      for (let sent = 0; sent <= most && ends.closed.initiator === undefined; sent += 1) {
        ends.end('initiator').send(new Uint8Array(bytes));
      }
      expect(ends.closed.initiator).toBe('it takes too little');
    },
  );

  it('fits in a relayed payload at its largest', async () => {
    const ends = await open();
    ends.end('initiator').send(new Uint8Array(maxMessageBytes + 16));
    expect(ends.carried[0]?.payload.byteLength).toBeLessThanOrEqual(maxCarriedBytes);
  });

  it('closes when the relay has no room, and sends nothing more', async () => {
    const ends = await open();
    ends.hasRoom = false;
    ends.end('initiator').send(new Uint8Array(3));
    expect(ends.closed.initiator).toBe('no room on the way');
    ends.end('initiator').send(new Uint8Array(3));
    ends.end('initiator').destroy();
    ends.end('initiator').lose('again');
    expect(ends.carried).toEqual([]);
  });

  it('sends nothing before it is open', async () => {
    const ends = new Ends();
    ends.end('initiator').send(new Uint8Array(3));
    await ends.pass();
    expect(ends.messages.responder).toEqual([]);
  });

  it('notifies the other end when it is destroyed', async () => {
    const ends = await open();
    ends.end('responder').destroy();
    await ends.pass();
    expect(ends.closed).toEqual({ initiator: 'closed by the other end' });
  });
});

describe('a relayed payload', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['less than a header', Uint8Array.of(3, 1, 2)],
    ['an unknown kind', new Uint8Array(20).fill(9)],
    ['more than an opening', Uint8Array.of(1, ...new Uint8Array(9))],
    ['more than an answer', Uint8Array.of(2, ...new Uint8Array(9))],
    ['too long a message', Uint8Array.of(3, ...new Uint8Array(8 + maxMessageBytes + 17))],
    ['a count that is too short', Uint8Array.of(5, ...new Uint8Array(8 + 7))],
    ['more than a close', Uint8Array.of(4, ...new Uint8Array(9))],
  ])('is not decoded if it is %s', (_what, payload) => {
    expect(readRelayMessage(payload)).toBeUndefined();
  });
});
