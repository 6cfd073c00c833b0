import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { maxCarriedBytes, maxMessageBytes } from '../link/channel-messages.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import {
  maxWaitingBytes,
  RelayChannel,
  type RelayMessage,
  readRelayMessage,
  windowBytes,
} from './relay-channel.ts';

type Name = 'initiator' | 'responder';

/** Two ends and whoever is between them: everything that is carried waits until a test lets it pass. */
class Ends {
  readonly carried: { readonly to: Name; readonly payload: Uint8Array }[] = [];
  readonly messages: { [name in Name]: number[] } = { initiator: [], responder: [] };
  readonly closed: { [name in Name]?: string } = {};
  readonly opened: Name[] = [];
  readonly channels: { [name in Name]?: RelayChannel } = {};
  drained = 0;
  /** Whether the neighbour takes what is to be carried. */
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
      ...(opened?.kind === 'open' ? { opened } : {}),
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

  /** Lets everything pass until nothing is under way. */
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

describe('a channel through another member', () => {
  it('opens on both ends, which alone share its binding', async () => {
    const ends = await open();
    expect(ends.opened.sort()).toEqual(['initiator', 'responder']);
    const binding = ends.end('initiator').binding();
    expect(ends.end('responder').binding()).toEqual(binding);
    expect(binding.byteLength).toBeGreaterThan(64);
  });

  it('carries messages in order, and nothing that whoever carries them could read', async () => {
    const ends = await open();
    const secret = new TextEncoder().encode('the plan of the harbour');
    ends.end('initiator').send(secret);
    ends.end('responder').send(new Uint8Array(5));
    ends.end('initiator').send(new Uint8Array(0));
    const seen = ends.carried.map(({ payload }) => new TextDecoder().decode(payload)).join();
    expect(seen).not.toContain('harbour');
    await ends.pass();
    expect(ends.messages).toEqual({ initiator: [5], responder: [secret.byteLength, 0] });
  });

  it('is found out by its binding where somebody between uses keys of its own', async () => {
    const ends = new Ends();
    // The one between answers both ends itself.
    const foreignKey = x25519.getPublicKey(new Uint8Array(32).fill(5));
    await ends.pass((payload) =>
      payload[0] === 1 || payload[0] === 2
        ? Uint8Array.of(...payload.subarray(0, 9), ...foreignKey)
        : payload,
    );
    expect(ends.end('initiator').binding()).not.toEqual(ends.end('responder').binding());
  });

  it.each<[string, (sealed: Uint8Array[]) => Uint8Array[]]>([
    ['changed', ([first = new Uint8Array()]) => [first.with(20, (first[20] ?? 0) ^ 1)]],
    ['repeated', ([first = new Uint8Array()]) => [first, first]],
    ['left out', (sealed) => sealed.slice(1)],
    ['put in another order', (sealed) => sealed.toReversed()],
    ['cut short', ([first = new Uint8Array()]) => [first.subarray(0, 12)]],
  ])('closes when something was %s on the way', async (_what, make) => {
    const ends = await open();
    for (const bytes of [1, 2]) ends.end('initiator').send(new Uint8Array(bytes));
    for (const payload of make(ends.carried.splice(0).map((carried) => carried.payload))) {
      ends.hand('responder', payload);
    }
    expect(ends.closed.responder).toMatch(/left out or changed/);
    await ends.pass();
    expect(ends.closed.initiator).toBe('closed by the other end');
    expect(ends.messages.responder.length).toBeLessThanOrEqual(1);
  });

  it('does not take its own messages back', async () => {
    const ends = await open();
    ends.end('initiator').send(new Uint8Array(3));
    const [own] = ends.carried.splice(0);
    ends.hand('initiator', own?.payload ?? new Uint8Array());
    expect(ends.messages.initiator).toEqual([]);
    expect(ends.closed.initiator).toMatch(/left out or changed/);
  });

  it('does not agree on a key that everybody knows', async () => {
    const ends = new Ends();
    await ends.pass((payload) =>
      payload[0] === 2 ? Uint8Array.of(...payload.subarray(0, 9), ...new Uint8Array(32)) : payload,
    );
    expect(ends.closed.initiator).toBe('no key can be agreed on');
  });

  it.each<[string, number]>([
    ['opened', 1],
    ['answered', 2],
  ])('that is %s twice is closed', async (_what, kind) => {
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

  it('keeps no more than a window under way, however much is sent', async () => {
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

  it.each([5, maxMessageBytes])(
    'closes when too much waits for who takes nothing (messages of %i bytes)',
    async (bytes) => {
      const ends = await open();
      const most = (maxWaitingBytes + windowBytes) / bytes;
      for (let sent = 0; sent <= most && ends.closed.initiator === undefined; sent += 1) {
        ends.end('initiator').send(new Uint8Array(bytes));
      }
      expect(ends.closed.initiator).toBe('it takes too little');
    },
  );

  it('fits what may be carried, at its largest', async () => {
    const ends = await open();
    ends.end('initiator').send(new Uint8Array(maxMessageBytes));
    expect(ends.carried[0]?.payload.byteLength).toBeLessThanOrEqual(maxCarriedBytes);
  });

  it('closes when the neighbour has no room, and says nothing more', async () => {
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

  it('tells the other end when it is destroyed', async () => {
    const ends = await open();
    ends.end('responder').destroy();
    await ends.pass();
    expect(ends.closed).toEqual({ initiator: 'closed by the other end' });
  });
});

describe('what was carried', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['less than a header', Uint8Array.of(3, 1, 2)],
    ['an unknown kind', new Uint8Array(20).fill(9)],
    ['a key that is too short', Uint8Array.of(1, ...new Uint8Array(8 + 31))],
    ['a key that is too long', Uint8Array.of(2, ...new Uint8Array(8 + 33))],
    ['more than a close', Uint8Array.of(4, ...new Uint8Array(9))],
  ])('is not read if it is %s', (_what, payload) => {
    expect(readRelayMessage(payload)).toBeUndefined();
  });
});
