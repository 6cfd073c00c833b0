import { bytesToHex } from '@noble/hashes/utils.js';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { type HandshakeRole, peerProtocol } from '#shared/invite/handshake.ts';
import { maxPlainBytes } from '../channel-messages.ts';
import type { Channel, ChannelListener } from './channel.ts';
import { NoiseHandshake } from './noise.ts';
import { rekeyAfterMessages, SecureChannel, type SecureChannelEnd } from './secure-channel.ts';

const roles = ['initiator', 'responder'] as const;
const psk = new Uint8Array(32).fill(1);
/** Fixed ephemeral keys, one per end. */
const ephemeral = { initiator: 5, responder: 6 } as const;

interface Sent {
  readonly from: HandshakeRole;
  readonly bytes: Uint8Array;
}

/** Two ends; sent messages wait until a test delivers them. */
class Ends {
  readonly wire: Sent[] = [];
  readonly below: { [role in HandshakeRole]?: ChannelListener } = {};
  readonly hashes: string[] = [];
  readonly hellos: { [role in HandshakeRole]?: string } = {};
  readonly messages: { [role in HandshakeRole]: Uint8Array[] } = { initiator: [], responder: [] };
  readonly ended: { [role in HandshakeRole]?: SecureChannelEnd } = {};
  readonly channels: { [role in HandshakeRole]: SecureChannel };

  constructor(psks: { [role in HandshakeRole]?: Uint8Array } = {}) {
    this.channels = {
      initiator: this.#end('initiator', psks.initiator ?? psk),
      responder: this.#end('responder', psks.responder ?? psk),
    };
  }

  #end(role: HandshakeRole, key: Uint8Array): SecureChannel {
    const nothing = () => undefined;
    return new SecureChannel({
      role,
      psk: key,
      hello: new TextEncoder().encode(`I am the ${role}`),
      random: (count) => new Uint8Array(count).fill(ephemeral[role]),
      createChannel: (_initiator, listener): Channel => {
        this.below[role] = listener;
        const send = (bytes: Uint8Array) => this.wire.push({ from: role, bytes });
        return { signal: nothing, send, bufferedBytes: () => 0, destroy: nothing };
      },
      listener: {
        signal: nothing,
        open: nothing,
        agreed: (hello, hash) => {
          this.hellos[role] = new TextDecoder().decode(hello);
          this.hashes.push(bytesToHex(hash));
        },
        message: (message) => this.messages[role].push(message),
        drained: nothing,
        broken: (end) => {
          if (this.ended[role] !== undefined) throw new Error('ended twice');
          this.ended[role] = end;
        },
        closed: nothing,
        unavailable: nothing,
      },
    });
  }

  open(): void {
    for (const role of roles) this.below[role]?.open();
  }

  hand(to: HandshakeRole, bytes: Uint8Array | undefined): void {
    this.below[to]?.message(bytes);
  }

  /** Delivers all messages until none is in flight. */
  pass(change: (sent: Sent) => Uint8Array = ({ bytes }) => bytes): void {
    for (let sent = this.wire.shift(); sent !== undefined; sent = this.wire.shift()) {
      this.hand(sent.from === 'initiator' ? 'responder' : 'initiator', change(sent));
    }
  }
}

function agreed(): Ends {
  const ends = new Ends();
  ends.open();
  ends.pass();
  return ends;
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a secure channel', () => {
  it("gives each end the other's claimed identity, and both the same hash", () => {
    const ends = agreed();
    expect(ends.hellos).toEqual({ initiator: 'I am the responder', responder: 'I am the initiator' });
    expect(new Set(ends.hashes).size).toBe(1);
    expect(ends.ended).toEqual({});
  });

  it('delivers messages in order, and a relay can read none of them', () => {
    const ends = new Ends();
    ends.open();
    let seen = '';
    const read = ({ bytes }: Sent) => {
      seen += text(bytes);
      return bytes;
    };
    ends.pass(read);
    ends.channels.initiator.send(new TextEncoder().encode('the plan of the harbour'));
    ends.channels.initiator.send(new Uint8Array(0));
    ends.channels.responder.send(new Uint8Array(maxPlainBytes));
    ends.pass(read);
    expect(ends.messages.responder.map(text)).toEqual(['the plan of the harbour', '']);
    expect(ends.messages.initiator.map(({ byteLength }) => byteLength)).toEqual([maxPlainBytes]);
    expect(seen).not.toMatch(/harbour|I am/);
  });

  it('derives the same bytes from the same keys', () => {
    const ends = new Ends();
    ends.open();
    const seen: string[] = [];
    const note = ({ bytes }: Sent) => {
      seen.push(bytesToHex(bytes));
      return bytes;
    };
    ends.pass(note);
    ends.channels.initiator.send(Uint8Array.of(1, 2, 3));
    ends.channels.responder.send(Uint8Array.of(1, 2, 3));
    ends.pass(note);
    expect({ seen, hash: ends.hashes[0] }).toMatchInlineSnapshot(`
      {
        "hash": "4b6aa48d71e9f8675b6484abe514b6afa50b3f845337eb4bee5189407b98f8a5",
        "seen": [
          "01de0002a474797065a568656c6c6fa870726f746f636f6c14",
          "50a61409b1ddd0325e9b16b700e719e9772c07000b1bd7786e907c653d20495dfc716869817e5913cd830f4760c7e066fb7f28dcb38f9b8c21200f142da964d749e9",
          "01de0002a474797065a568656c6c6fa870726f746f636f6c14",
          "f5b2d6e60f9477e310c2982daaa6c9136c108a1777c5947e448fa37d681745572d78cf7c6b4a0eec6ba71554c5c428c6c02528b6b06c1419a35623fd1e76957df7bd",
          "5d272719a4b4734e7d5b3a4cd23dc684c32f12",
          "323acf9b334206cb128ade2e7247f431de9a1f",
        ],
      }
    `);
  });

  it('does not open for an uninvited end, and both ends notice', () => {
    const ends = new Ends({ initiator: new Uint8Array(32).fill(2) });
    ends.open();
    ends.pass();
    expect(ends.ended).toEqual({ initiator: { type: 'unproven' }, responder: { type: 'unproven' } });
    expect(ends.hellos).toEqual({});
  });

  it('sends nothing before both have the same keys', () => {
    const ends = new Ends();
    ends.open();
    ends.channels.initiator.send(Uint8Array.of(1));
    ends.pass();
    expect(ends.messages.responder).toEqual([]);
  });

  it('rotates keys after a bounded number of messages, per direction', () => {
    const ends = agreed();
    for (let count = 0; count <= rekeyAfterMessages; count += 1)
      ends.channels.initiator.send(Uint8Array.of(1));
    ends.channels.responder.send(Uint8Array.of(2));
    ends.pass();
    expect(ends.messages.responder).toHaveLength(rekeyAfterMessages + 1);
    expect(ends.messages.initiator).toHaveLength(1);
    expect(ends.ended).toEqual({});
  });

  it('breaks if only one end rotates its key', () => {
    const ends = agreed();
    for (let count = 0; count < rekeyAfterMessages; count += 1)
      ends.channels.initiator.send(Uint8Array.of(1));
    ends.wire.splice(0, 1);
    ends.pass();
    expect(ends.ended.responder).toMatchObject({ type: 'lost' });
  });
});

describe('a secure channel with a man in the middle', () => {
  const first = ([one = new Uint8Array()]: Uint8Array[]) => one;

  it.each<[string, (sealed: Uint8Array[]) => Uint8Array[]]>([
    ['changed', (sealed) => [first(sealed).with(3, (first(sealed)[3] ?? 0) ^ 1)]],
    ['cut short by a byte', (sealed) => [first(sealed).subarray(0, -1)]],
    ['cut short to nothing', () => [new Uint8Array()]],
    ['made longer', (sealed) => [Uint8Array.of(...first(sealed), 0)]],
    ['repeated', (sealed) => [first(sealed), first(sealed)]],
    ['left out', (sealed) => sealed.slice(1)],
    ['put in another order', (sealed) => sealed.toReversed()],
    ['made up', () => [new Uint8Array(40)]],
    ['made far too long', () => [new Uint8Array(70_000)]],
  ])('ends when a message was %s, without blaming the peer', (_what, make) => {
    const ends = agreed();
    for (const bytes of [1, 2]) ends.channels.initiator.send(new Uint8Array(bytes));
    for (const sealed of make(ends.wire.splice(0).map(({ bytes }) => bytes))) ends.hand('responder', sealed);
    expect(ends.ended.responder).toMatchObject({ type: 'lost' });
    expect(ends.messages.responder.length).toBeLessThanOrEqual(1);
    // Later messages are rejected, too, even valid ones.
    ends.channels.initiator.send(new Uint8Array(3));
    ends.pass();
    expect(ends.messages.responder.length).toBeLessThanOrEqual(1);
  });

  it('ends when its own message is reflected, or a message is not bytes', () => {
    const ends = agreed();
    ends.channels.initiator.send(new Uint8Array(3));
    ends.hand('initiator', ends.wire.pop()?.bytes);
    expect(ends.ended.initiator).toMatchObject({ type: 'lost' });
    ends.hand('responder', undefined);
    expect(ends.ended.responder).toMatchObject({ type: 'lost' });
    expect(ends.messages).toEqual({ initiator: [], responder: [] });
  });

  it('has two hashes if the man in the middle has the board’s key and replaces the ephemeral keys', () => {
    const ends = new Ends();
    ends.open();
    const prologue = new TextEncoder().encode(`paxboard link ${peerProtocol}`);
    const middle = (role: HandshakeRole) =>
      new NoiseHandshake({ role, psk, prologue, ephemeralSecret: new Uint8Array(32).fill(9) });
    const [toInitiator, toResponder] = [middle('responder'), middle('initiator')];
    let hello = new Uint8Array();
    let count = 0;
    ends.pass(({ from, bytes }) => {
      count += 1;
      // The two greetings pass.
      if (bytes[0] === 1 && count <= 3 && text(bytes).includes('hello')) return bytes;
      if (from === 'initiator') {
        hello = Uint8Array.from(toInitiator.read(bytes));
        return toResponder.write(hello);
      }
      return toInitiator.write(toResponder.read(bytes));
    });
    // Both accept the other's hello, and neither accepts the proof that follows: it covers another hash.
    expect(Object.keys(ends.hellos)).toHaveLength(2);
    expect(new Set(ends.hashes).size).toBe(2);
  });

  it('rejects a replay of an earlier handshake', () => {
    const earlier = new Ends();
    earlier.open();
    const [, opening] = earlier.wire.filter(({ from }) => from === 'initiator');
    const ends = agreed();
    ends.hand('responder', opening?.bytes);
    expect(ends.ended.responder).toMatchObject({ type: 'lost' });
  });
});

describe('a greeting', () => {
  const greeting = (value: unknown) => Uint8Array.of(1, ...new Packr({ useRecords: false }).pack(value));

  it('of another version ends the channel, whatever else it holds', () => {
    const ends = new Ends();
    ends.hand('initiator', greeting({ type: 'hello', protocol: 3, nonce: 1 }));
    expect(ends.ended.initiator).toEqual({ type: 'version', theirs: 3 });
  });

  it.each<[string, Uint8Array | undefined]>([
    ['nothing', new Uint8Array()],
    ['text', undefined],
    ['another message', Uint8Array.of(2, 0, 0, 0, 1)],
    ['no map', greeting(['hello'])],
    ['another type', greeting({ type: 'bye', protocol: peerProtocol })],
    ['more than data', Uint8Array.of(1, 0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01)],
    ['far too much', greeting({ type: 'hello', protocol: peerProtocol, more: 'x'.repeat(2000) })],
  ])('that is %s ends it', (_what, bytes) => {
    const ends = new Ends();
    ends.hand('responder', bytes);
    expect(ends.ended.responder).toMatchObject({ type: 'garbage' });
  });
});
