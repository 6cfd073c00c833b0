import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { connectTimeoutMs } from '../link/peer-link.ts';
import { maxOffences, penaltyMs, reconnectLimits } from '../redial/redial-policy.ts';
import { PlayedNeighbour, peer } from '../testing/played-neighbour.ts';
import { answerLimits, steadyMs } from './neighbour.ts';

const lost = { type: 'lost', why: 'silence' } as const;
const garbage = { type: 'garbage', why: 'noise', peer } as const;

describe('an initiator', () => {
  it('retries at once when the peer joins the same server again, not when another server names it', async () => {
    const it = new PlayedNeighbour('initiator');
    const appear = await it.server();
    const elsewhere = await it.server();
    appear('b-1');
    elsewhere('b-2');
    expect(it.links.map((link) => link.destroyed)).toEqual([false]);
    const again = new PlayedNeighbour('initiator');
    const appearAgain = await again.server();
    appearAgain('b-1');
    appearAgain('b-2');
    expect(again.links.map((link) => link.destroyed)).toEqual([true, false]);
  });

  it('waits longer after each loss, and shortly again once the peer has joined again', async () => {
    const it = new PlayedNeighbour('initiator');
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
    const it = new PlayedNeighbour('initiator');
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
    const it = new PlayedNeighbour('initiator');
    (await it.server())('b-1');
    for (let count = 0; count < maxOffences + 2; count += 1) {
      it.last.prove();
      await it.clock.advance(steadyMs);
      it.last.listener.ended(garbage);
      expect(await it.wait()).toBeLessThan(penaltyMs);
    }
  });

  it('retries soon if its offer is not answered, and waits longer each time', async () => {
    const it = new PlayedNeighbour('initiator');
    (await it.server())('b-1');
    const waits: number[] = [];
    for (let count = 0; count < 6; count += 1) waits.push(await it.wait());
    expect(waits[0]).toBeLessThanOrEqual(answerLimits.firstMs + reconnectLimits.firstMs + 10);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits[5]).toBeGreaterThanOrEqual(answerLimits.longestMs);
    expect(it.links.slice(0, -1).every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('leaves the full connection timeout once the offer was answered', async () => {
    const it = new PlayedNeighbour('initiator');
    (await it.server())('b-1');
    it.last.listener.signal({ type: 'offer', sdp: 'v=0' });
    it.answerLast();
    await it.clock.advance(connectTimeoutMs);
    expect(it.links.map(({ destroyed }) => destroyed)).toEqual([false]);
  });

  it('tries another address after a failure: the latest may be stale', async () => {
    const it = new PlayedNeighbour('initiator');
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
      const it = new PlayedNeighbour(role);
      (await it.server())('b-1');
      if (role === 'responder') it.offer('1');
      const { last } = it;
      last.listener.proven({ ...peer, replica: replicaId('m') });
      expect(last.destroyed).toBe(true);
      expect(it.events).toEqual([]);
    },
  );

  it('does not affect the proven one', () => {
    const it = new PlayedNeighbour('responder');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    it.last.listener.proven({ ...peer, replica: replicaId('m') });
    expect(it.links.map((link) => link.destroyed)).toEqual([false, true]);
    expect(it.events).toEqual(['proven']);
  });
});

describe('a responder', () => {
  it('asks the peer whether it is there when a server says that it left, or ends itself', async () => {
    const played = new PlayedNeighbour('responder');
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
    const it = new PlayedNeighbour('responder');
    const appear = await it.server();
    appear('b-1');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    appear('b-2');
    expect(it.links.map((link) => link.destroyed)).toEqual([false, false]);
    it.last.prove();
    expect(it.links.map((link) => link.destroyed)).toEqual([true, false]);
    expect(it.events).toEqual(['proven', 'lost', 'proven']);
  });

  it('keeps nothing if it was destroyed in the callback for the loss', () => {
    const it = new PlayedNeighbour('responder');
    it.offer('1');
    it.last.prove();
    it.offer('2');
    it.whenLost = () => it.neighbour.destroy();
    it.last.prove();
    expect(it.links.map((link) => link.destroyed)).toEqual([true, true]);
    expect(it.events).toEqual(['proven', 'lost']);
  });

  it('ignores offers for a while from a peer that repeatedly sent malformed messages', async () => {
    const it = new PlayedNeighbour('responder');
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
    const it = new PlayedNeighbour('responder');
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
