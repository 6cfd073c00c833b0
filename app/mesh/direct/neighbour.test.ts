import { describe, expect, it } from 'vitest';
import type { HandshakeRole } from '#shared/invite/handshake.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import type { Introduction } from '../link/handshake.ts';
import { connectTimeoutMs, type PeerLinkListener } from '../link/peer-link.ts';
import { maxOffences, penaltyMs, reconnectLimits } from '../redial/redial-policy.ts';
import { FakeSignalingServer } from '../testing/fake-signaling.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { Attempts } from './attempts.ts';
import { answerLimits, type Link, Neighbour, steadyMs } from './neighbour.ts';

const peer: Introduction = { replica: replicaId('b'), name: 'Bea', access: 'edit' };
const lost = { type: 'lost', why: 'silence' } as const;
const garbage = { type: 'garbage', why: 'noise', peer } as const;

/** A link under the test's control. */
class PlayedLink implements Link {
  peer: Introduction | undefined;
  roundTripMs: number | undefined;
  readonly isClear = true;
  destroyed = false;
  checks = 0;
  readonly listener: PeerLinkListener;

  constructor(listener: PeerLinkListener) {
    this.listener = listener;
  }

  prove(): void {
    this.peer = peer;
    this.listener.proven(peer);
  }

  signal(): void {
    // Signals are tested with the real link.
  }

  send(): void {
    // Frames as well.
  }

  sendLinkMessage(): boolean {
    return true;
  }

  check(): void {
    this.checks += 1;
  }

  forged(): void {
    this.destroyed = true;
  }

  dismiss(): void {
    // The messages of an ending link as well.
  }

  destroy(): void {
    this.destroyed = true;
  }
}

class Played {
  readonly clock = new ManualClock();
  readonly links: PlayedLink[] = [];
  readonly told: string[] = [];
  readonly signaling = new FakeSignalingServer(this.clock).client();
  readonly signalledTo: string[] = [];
  readonly connections: string[] = [];
  whenLost: () => void = () => undefined;
  readonly neighbour: Neighbour;

  constructor(role: HandshakeRole) {
    this.neighbour = new Neighbour({
      device: 'device',
      replica: peer.replica,
      attempts: new Attempts(this.clock),
      order: () => 0,
      role,
      clock: this.clock,
      random: seededBytes(1),
      createLink: (_role, listener) => {
        const link = new PlayedLink(listener);
        this.links.push(link);
        return link;
      },
      listener: {
        signal: (to, { connection }) => {
          this.signalledTo.push(to.address);
          this.connections.push(connection);
        },
        proven: () => this.told.push('proven'),
        lost: () => {
          this.told.push('lost');
          this.whenLost();
        },
        frame: () => undefined,
        linkMessage: () => undefined,
        measured: () => undefined,
        ended: () => undefined,
        gone: () => this.told.push('gone'),
      },
    });
  }

  /** A server that this device has joined, which names the other. */
  async server(): Promise<(address: string) => void> {
    const signaling = new FakeSignalingServer(this.clock).client();
    const nothing = () => undefined;
    const listener = { members: nothing, joined: nothing, left: nothing, signal: nothing, changed: nothing };
    signaling.start({ topic: 'topic', nextAddress: () => 'me' }, listener);
    await this.clock.advance(10);
    return (address) => this.neighbour.appeared({ signaling, address });
  }

  /** @param address the address in the other end's signature. */
  offer(connection: string, address = 'there-1', signaling = this.signaling): void {
    const signal = { type: 'offer', sdp: 'v=0' } as const;
    this.neighbour.receive({ connection, signal }, { signaling, address });
  }

  /** The other end answers the latest offer. */
  answerLast(): void {
    const connection = this.connections.at(-1) ?? '';
    const from = { signaling: this.signaling, address: 'there-1' };
    this.neighbour.receive({ connection, signal: { type: 'answer', sdp: 'v=0' } }, from);
  }

  get last(): PlayedLink {
    const last = this.links.at(-1);
    if (last === undefined) throw new Error('no link was made');
    return last;
  }

  /** Milliseconds until the next link is made, rounded to 10. */
  async wait(): Promise<number> {
    const before = this.links.length;
    const start = this.clock.now();
    while (this.links.length === before && this.clock.now() - start < 120_000) await this.clock.advance(10);
    return this.clock.now() - start;
  }
}

describe('an initiator', () => {
  it('retries at once when the peer joins the same server again, not when another server names it', async () => {
    const it = new Played('initiator');
    const appear = await it.server();
    const elsewhere = await it.server();
    appear('b-1');
    elsewhere('b-2');
    expect(it.links.map((link) => link.destroyed)).toEqual([false]);
    const again = new Played('initiator');
    const appearAgain = await again.server();
    appearAgain('b-1');
    appearAgain('b-2');
    expect(again.links.map((link) => link.destroyed)).toEqual([true, false]);
  });

  it('waits longer after each loss, and shortly again once the peer has joined again', async () => {
    const it = new Played('initiator');
    const appear = await it.server();
    appear('b-1');
    const waits: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      it.last.listener.ended(lost);
      waits.push(await it.wait());
    }
    expect(waits[0]).toBeLessThanOrEqual(reconnectLimits.firstMs + 10);
    expect(waits[7]).toBeGreaterThanOrEqual(reconnectLimits.longestMs / 2);
    appear('b-2');
    it.last.listener.ended(lost);
    expect(await it.wait()).toBeLessThanOrEqual(reconnectLimits.firstMs + 10);
  });

  it('waits shortly again after a long connection, but not after a short one', async () => {
    const it = new Played('initiator');
    (await it.server())('b-1');
    const loseAfter = async (ms: number) => {
      it.last.prove();
      await it.clock.advance(ms);
      it.last.listener.ended(lost);
      return await it.wait();
    };
    for (let count = 0; count < 8; count += 1) await loseAfter(0);
    expect(await loseAfter(steadyMs - 100)).toBeGreaterThanOrEqual(reconnectLimits.longestMs / 2);
    expect(await loseAfter(steadyMs)).toBeLessThanOrEqual(reconnectLimits.firstMs + 10);
  });

  it('resets offences after a long connection', async () => {
    const it = new Played('initiator');
    (await it.server())('b-1');
    for (let count = 0; count < maxOffences + 2; count += 1) {
      it.last.prove();
      await it.clock.advance(steadyMs);
      it.last.listener.ended(garbage);
      expect(await it.wait()).toBeLessThan(penaltyMs);
    }
  });

  it('retries soon if its offer is not answered, and waits longer each time', async () => {
    const it = new Played('initiator');
    (await it.server())('b-1');
    const waits: number[] = [];
    for (let count = 0; count < 6; count += 1) waits.push(await it.wait());
    expect(waits[0]).toBeLessThanOrEqual(answerLimits.firstMs + reconnectLimits.firstMs + 10);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits[5]).toBeGreaterThanOrEqual(answerLimits.longestMs);
    expect(it.links.slice(0, -1).every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('leaves the full connection timeout once the offer was answered', async () => {
    const it = new Played('initiator');
    (await it.server())('b-1');
    it.last.listener.signal({ type: 'offer', sdp: 'v=0' });
    it.answerLast();
    await it.clock.advance(connectTimeoutMs);
    expect(it.links.map(({ destroyed }) => destroyed)).toEqual([false]);
  });

  it('tries another address after a failure: the latest may be stale', async () => {
    const it = new Played('initiator');
    const appear = await it.server();
    appear('b-1');
    appear('b-2');
    for (let count = 0; count < 3; count += 1) {
      it.last.listener.signal({ type: 'offer', sdp: 'v=0' });
      it.last.listener.ended({ type: 'noWay', why: 'timed out', hadCandidates: true });
      await it.wait();
    }
    expect(it.signalledTo).toEqual(['b-2', 'b-1', 'b-2']);
  });
});

describe('a connection on which another device proves itself', () => {
  it.each(['initiator', 'responder'] as const)(
    'does not count for the device it was made for (%s)',
    async (role) => {
      const it = new Played(role);
      (await it.server())('b-1');
      if (role === 'responder') it.offer('1');
      const { last } = it;
      last.listener.proven({ ...peer, replica: replicaId('m') });
      expect(last.destroyed).toBe(true);
      expect(it.told).toEqual([]);
    },
  );

  it('does not affect the proven one', () => {
    const it = new Played('responder');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    it.last.listener.proven({ ...peer, replica: replicaId('m') });
    expect(it.links.map((link) => link.destroyed)).toEqual([false, true]);
    expect(it.told).toEqual(['proven']);
  });
});

describe('a responder', () => {
  it('asks the peer whether it is there when a server says that it left, or ends itself', async () => {
    const played = new Played('responder');
    played.neighbour.appeared({ signaling: played.signaling, address: 'there-1' });
    played.neighbour.appeared({ signaling: played.signaling, address: 'there-2' });
    played.offer('1');
    played.last.prove();
    played.neighbour.vanished(played.signaling, 'elsewhere');
    expect(played.last.checks).toBe(0);
    played.neighbour.vanished(played.signaling, 'there-1');
    expect(played.last.checks).toBe(1);
    played.neighbour.vanished(played.signaling);
    expect(played.last.checks).toBe(2);
    expect(played.last.destroyed).toBe(false);
  });

  it('attempts a new connection beside the proven one, which it replaces once it is proven', async () => {
    const it = new Played('responder');
    const appear = await it.server();
    appear('b-1');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    appear('b-2');
    expect(it.links.map((link) => link.destroyed)).toEqual([false, false]);
    it.last.prove();
    expect(it.links.map((link) => link.destroyed)).toEqual([true, false]);
    expect(it.told).toEqual(['proven', 'lost', 'proven']);
  });

  it('keeps nothing if it was destroyed in the callback for the loss', () => {
    const it = new Played('responder');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    it.whenLost = () => it.neighbour.destroy();
    it.last.prove();
    expect(it.links.map((link) => link.destroyed)).toEqual([true, true]);
    expect(it.told).toEqual(['proven', 'lost']);
  });

  it('ignores offers for a while from a peer that repeatedly sent malformed messages', async () => {
    const it = new Played('responder');
    (await it.server())('b-1');
    for (let count = 0; count < maxOffences; count += 1) {
      it.offer(`${count}`);
      it.last.prove();
      it.last.listener.ended(garbage);
    }
    await it.clock.advance(penaltyMs - 1);
    it.offer('early');
    expect(it.links).toHaveLength(maxOffences);
    await it.clock.advance(1);
    it.offer('late');
    expect(it.links).toHaveLength(maxOffences + 1);
  });

  it('answers at the address that signed the offer, whatever impostor uses the same name', async () => {
    const it = new Played('responder');
    const appear = await it.server();
    appear('b-1');
    // Joined later, so it is the latest address; it has signed nothing.
    appear('impostor-2');
    const { signaling } = it;
    const nothing = () => undefined;
    const listener = { members: nothing, joined: nothing, left: nothing, signal: nothing, changed: nothing };
    signaling.start({ topic: 'topic', nextAddress: () => 'me' }, listener);
    await it.clock.advance(10);
    it.offer('first', 'b-1');
    it.last.listener.signal({ type: 'answer', sdp: 'v=0' });
    expect(it.signalledTo).toEqual(['b-1']);
  });
});
