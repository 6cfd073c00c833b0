import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { type HandshakeRole, peerProtocol } from '#shared/invite/handshake.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { type FakeChannel, FakeChannels } from '../testing/fake-channels.ts';
import { myself } from '../testing/myself.ts';
import { sealInstead } from '../testing/seal-instead.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { maxFrameBytes } from '../transport.ts';
import type { ChannelSignal } from './channel/channel.ts';
import { handshakeMessage } from './channel-messages.ts';
import type { LinkEnd } from './link-end.ts';
import { connectTimeoutMs, handshakeTimeoutMs, maxCandidates, PeerLink } from './peer-link.ts';
import { pingIntervalMs } from './pulse.ts';
import { maxConsensusQueueBytes } from './send-queue.ts';

class Ends {
  readonly clock = new ManualClock();
  readonly channels = new FakeChannels(this.clock);
  readonly ended: { [role in HandshakeRole]?: LinkEnd } = {};
  readonly proven: string[] = [];
  readonly frames: number[] = [];
  readonly events: string[] = [];
  readonly initiator: PeerLink;
  readonly responder: PeerLink;

  constructor() {
    const link = (role: HandshakeRole, other: () => PeerLink) =>
      new PeerLink({
        role,
        me: myself(role),
        keys: deriveKeys(new Uint8Array(32)),
        createChannel: this.channels.create,
        clock: this.clock,
        random: seededBytes(role.length),
        listener: {
          signal: (signal) => other().signal(signal),
          proven: (peer) => this.proven.push(peer.name),
          linkMessage: (message) => this.events.push(message.kind),
          frame: (_lane, bytes) => this.frames.push(bytes.byteLength),
          measured: () => undefined,
          ended: (end) => {
            if (this.ended[role] !== undefined) throw new Error('ended twice');
            this.ended[role] = end;
          },
        },
      });
    this.initiator = link('initiator', () => this.responder);
    this.responder = link('responder', () => this.initiator);
  }

  channel(role: HandshakeRole): FakeChannel {
    const channel = this.channels.all[role === 'initiator' ? 0 : 1];
    if (channel === undefined) throw new Error('no channel');
    return channel;
  }
}

describe('a link', () => {
  it('is proven on both ends', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    expect(ends.proven.sort()).toEqual(['initiator', 'responder']);
    expect(ends.initiator.peer).toEqual({
      replica: myself('responder').replica,
      name: 'responder',
      access: 'edit',
    });
  });

  it('that is checked ends within half a second where the peer is gone, and stays where it answers', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    ends.initiator.check();
    await ends.clock.advance(1_000);
    expect(ends.ended).toEqual({});
    ends.channel('responder').send = () => undefined;
    ends.initiator.check();
    await ends.clock.advance(350);
    expect(ends.ended.initiator).toBeUndefined();
    await ends.clock.advance(150);
    expect(ends.ended.initiator).toEqual({ type: 'lost', why: 'silence' });
  });

  it('is not checked before it is proven, or after its end', async () => {
    const ends = new Ends();
    ends.initiator.check();
    await ends.clock.advance(100);
    expect(ends.proven).toHaveLength(2);
    ends.initiator.destroy();
    const sent = ends.channel('initiator').sent.length;
    ends.initiator.check();
    expect(ends.channel('initiator').sent).toHaveLength(sent);
  });

  it('sends nothing before the other end is proven', async () => {
    const ends = new Ends();
    ends.initiator.send('consensus', new Uint8Array(1));
    await ends.clock.advance(100);
    expect(ends.frames).toEqual([]);
    ends.initiator.send('consensus', new Uint8Array(1));
    await ends.clock.advance(100);
    expect(ends.frames).toEqual([1]);
  });

  it('ends if the ends cannot connect, and reports whether it had candidates of its own', async () => {
    const ends = new Ends();
    ends.channels.blocked = true;
    ends.channels.hasAddresses = false;
    ends.channel('initiator').listener.signal({ type: 'candidate', candidate: { candidate: 'candidate:1' } });
    await ends.clock.advance(connectTimeoutMs + 1000);
    expect(ends.ended.initiator).toMatchObject({ type: 'noWay', hadCandidates: true });
    expect(ends.ended.responder).toMatchObject({ type: 'noWay', hadCandidates: false });
    expect(ends.clock.pending).toBe(0);
  });

  it('reports nothing about candidates when it ends before they could be gathered', async () => {
    const ends = new Ends();
    ends.channel('initiator').close('the network changed');
    await ends.clock.advance(1);
    expect(ends.ended.initiator).toMatchObject({ type: 'noWay', hadCandidates: true });
  });

  it('reports at once that WebRTC is unavailable', async () => {
    const ends = new Ends();
    ends.channel('initiator').listener.unavailable('no WebRTC');
    expect(ends.ended.initiator).toEqual({ type: 'noWay', why: 'no WebRTC', hadCandidates: false });
  });

  it('ends when the other end does not complete the handshake', async () => {
    const ends = new Ends();
    for (const channel of ends.channels.all) channel.mute = true;
    await ends.clock.advance(1000);
    expect(ends.ended).toEqual({});
    await ends.clock.advance(handshakeTimeoutMs);
    expect(ends.ended.initiator).toEqual({ type: 'lost', why: 'no handshake' });
  });

  it('accepts a bounded number of candidates', async () => {
    const ends = new Ends();
    const taken: ChannelSignal[] = [];
    ends.channel('initiator').signal = (signal) => taken.push(signal);
    for (let count = 0; count < 1000; count += 1) {
      ends.initiator.signal({ type: 'candidate', candidate: { candidate: `candidate:${count}` } });
    }
    expect(taken).toHaveLength(maxCandidates);
  });

  it('refills the channel after it has drained, also without a `drained` event', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    const channel = ends.channel('initiator');
    channel.buffered = 10_000_000;
    ends.initiator.send('consensus', new Uint8Array(5));
    await ends.clock.advance(100);
    expect(ends.frames).toEqual([]);
    channel.buffered = 0;
    channel.listener.drained();
    await ends.clock.advance(100);
    expect(ends.frames).toEqual([5]);
    channel.buffered = 10_000_000;
    ends.initiator.send('consensus', new Uint8Array(6));
    channel.buffered = 0;
    await ends.clock.advance(1000);
    expect(ends.frames).toEqual([5, 6]);
  });

  it('is dropped when the other end reads far too slowly', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    ends.channel('initiator').buffered = 10_000_000;
    for (let sent = 0; sent <= maxConsensusQueueBytes; sent += maxFrameBytes) {
      ends.initiator.send('consensus', new Uint8Array(maxFrameBytes));
    }
    expect(ends.ended.initiator).toMatchObject({ type: 'lost', why: 'it takes frames too slowly' });
  });

  it('ignores everything after its end', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    ends.initiator.destroy();
    const { listener } = ends.channel('initiator');
    ends.initiator.send('consensus', new Uint8Array(1));
    ends.initiator.signal({ type: 'offer', sdp: 'v=0' });
    listener.open();
    listener.message(Uint8Array.of(99));
    listener.drained();
    listener.closed('again');
    await ends.clock.advance(10_000);
    expect(ends.ended.initiator).toBeUndefined();
    expect(ends.clock.pending).toBe(0);
  });

  it('accepts a proof once: a repeated one ends it, and no peer is proven twice', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    // Greeting, keys, proof.
    const [, , proof] = ends.channel('responder').sent;
    ends.channel('responder').deliver(proof);
    await ends.clock.advance(10);
    expect(ends.proven).toHaveLength(2);
    expect(ends.ended.initiator).toMatchObject({ type: 'lost' });
  });

  it('ends at a second proof, and at a first one out of order', async () => {
    const ends = new Ends();
    await ends.clock.advance(100);
    sealInstead(handshakeMessage(Uint8Array.of(0x80)));
    await ends.clock.advance(2 * pingIntervalMs);
    expect(Object.values(ends.ended)).toContainEqual(
      expect.objectContaining({ type: 'garbage', why: 'a handshake in the wrong place' }),
    );
  });

  it('ends if the other end has another version, and reports that version', async () => {
    const ends = new Ends();
    const older = {
      type: 'hello',
      protocol: 3,
      deviceKey: new Uint8Array(32),
      access: 'edit',
      name: 'Ann',
      nonce: 1,
    };
    ends.channel('initiator').send = () => undefined;
    ends.channel('initiator').listener.open = () => {
      ends.channel('initiator').deliver(handshakeMessage(new Packr({ useRecords: false }).pack(older)));
    };
    await ends.clock.advance(100);
    expect(ends.ended.responder).toEqual({ type: 'version', theirs: 3 });
    // The older version's view of this end's greeting.
    const [greeting = new Uint8Array()] = ends.channel('responder').sent;
    expect(new Packr({ useRecords: false }).unpack(greeting.subarray(1))).toEqual({
      type: 'hello',
      protocol: peerProtocol,
    });
  });

  it('accepts one description, and none once it is proven', async () => {
    const ends = new Ends();
    const taken: string[] = [];
    for (const role of ['initiator', 'responder'] as const) {
      const channel = ends.channel(role);
      const signal = channel.signal.bind(channel);
      channel.signal = (given) => {
        taken.push(`${role} ${given.type}`);
        signal(given);
      };
    }
    ends.initiator.signal({ type: 'offer', sdp: 'the wrong way round' });
    ends.responder.signal({ type: 'answer', sdp: 'the wrong way round' });
    await ends.clock.advance(100);
    for (const type of ['offer', 'answer'] as const) {
      ends.initiator.signal({ type, sdp: 'of somebody else' });
      ends.responder.signal({ type, sdp: 'of somebody else' });
    }
    expect(taken.filter((signal) => !signal.includes('candidate'))).toEqual([
      'responder offer',
      'initiator answer',
    ]);
    await ends.clock.advance(5000);
    expect(ends.ended).toEqual({});
  });
});
