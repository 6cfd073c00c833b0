import { describe, expect, it } from 'vitest';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import { pingIntervalMs } from './link/pulse.ts';
import { penaltyMs } from './redial/redial-policy.ts';
import { connectMs, FakeWorld, pair } from './testing/fake-mesh.ts';
import { sealInstead } from './testing/seal-instead.ts';

describe('a foreign device', () => {
  const otherHandshake = (keys: BoardKeys) => ({ ...keys, handshakeKey: new Uint8Array(32) });

  it('with another secret is ignored', async () => {
    const world = new FakeWorld();
    // Even with the topic, its signals cannot be opened.
    const sameTopic = (keys: BoardKeys) => ({ ...keys, topic: 'topic' });
    const a = world.device('a', { keys: sameTopic });
    const stranger = world.device('x', { secret: 2, keys: sameTopic });
    await world.clock.advance(20_000);
    expect([a.links, stranger.links]).toEqual([[], []]);
    expect([...a.notices, ...stranger.notices]).toEqual([{ type: 'uninvited' }]);
  });

  it('that cannot prove its membership is rejected, and reported once', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const stranger = world.device('x', { keys: otherHandshake });
    await world.clock.advance(200_000);
    expect([a.links, stranger.links]).toEqual([[], []]);
    expect(a.notices).toHaveLength(1);
    expect(a.notices[0]).toMatchObject({ type: 'unproven' });
    expect(world.channels.open).toHaveLength(0);
    // Three retries in quick succession, then one every half minute.
    expect(world.channels.all.length / 2).toBeLessThan(3 + 200_000 / penaltyMs + 1);
  });

  it('with a copy of this device’s data is rejected', async () => {
    const world = new FakeWorld();
    const [a, copy] = [world.device('a'), world.device('a')];
    await world.clock.advance(1000);
    expect([a.links, copy.links]).toEqual([[], []]);
    expect(a.notices[0]).toMatchObject({ type: 'copy' });
  });
});

describe('a removed device', () => {
  it('is notified by its linked peers, and gets no link again', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.dismiss(new Set([b.id]));
    await world.clock.advance(connectMs);
    expect(a.links).toEqual(['up b', 'down b']);
    expect(b.links).toEqual(['up a', 'down a']);
    expect(b.notices).toEqual([{ type: 'dismissed', by: "a's laptop" }]);
    await world.clock.advance(10 * penaltyMs);
    expect(a.links).toEqual(['up b', 'down b']);
    expect(a.notices).toEqual([]);
    b.mesh.stop();
    await world.clock.advance(60_000);
    expect(world.channels.open).toHaveLength(0);
  });

  it('is notified when it connects, before anything else', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const b = world.device('b');
    a.mesh.dismiss(new Set([b.id]));
    await world.clock.advance(connectMs);
    expect(a.links).toEqual([]);
    expect(b.notices).toEqual([{ type: 'dismissed', by: "a's laptop" }]);
  });

  it('is notified through a relay', async () => {
    const world = new FakeWorld();
    world.channels.cut('a', 'b');
    const [a, b] = [world.device('a'), world.device('b')];
    world.device('c');
    a.mesh.dismiss(new Set([b.id]));
    await world.clock.advance(5000);
    expect(a.links).toEqual(['up c']);
    expect(b.notices).toEqual([{ type: 'dismissed', by: "a's laptop" }]);
  });

  it('ignores a removal notice of a viewer', async () => {
    const world = new FakeWorld();
    const viewer = world.device('v', { viewsOnly: true });
    const b = world.device('b');
    viewer.mesh.dismiss(new Set([b.id]));
    await world.clock.advance(5000);
    expect(b.notices).toEqual([]);
    expect(viewer.links).toEqual([]);
  });
});

describe('a peer that sends malformed messages', () => {
  async function garbage(world: FakeWorld, message: Uint8Array): Promise<void> {
    sealInstead(message);
    await world.clock.advance(2 * pingIntervalMs + 20);
  }

  const kinds: [string, Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['an unknown kind', Uint8Array.of(200, 1, 2)],
    ['a chunk without a header', Uint8Array.of(4)],
    ['a chunk of a frame that did not begin', Uint8Array.of(4, 4, 0, 0, 0, 1, 9)],
    ['too large a frame', Uint8Array.of(4, 2, 0xff, 0xff, 0xff, 0xff)],
    ['a second handshake', Uint8Array.of(1, 0x80)],
    ['a short ping', Uint8Array.of(2, 0)],
    ['too large a message', new Uint8Array(20_000).fill(4)],
  ];

  it.each(kinds)('(%s) is dropped with a notice, and retried', async (_what, message) => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    await garbage(world, message);
    const notices = [...a.notices, ...b.notices];
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ type: 'unreadable' });
    await world.clock.advance(1000);
    expect(a.links).toEqual(['up b', 'down b', 'up b']);
    expect(b.links).toEqual(['up a', 'down a', 'up a']);
  });

  it('repeatedly gets a longer penalty', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    for (let count = 0; count < 3; count += 1) {
      expect(world.linked(a)).toBe('b');
      await garbage(world, Uint8Array.of(200));
      await world.clock.advance(2500);
    }
    expect(world.linked(a)).toBe('');
    await world.clock.advance(penaltyMs - 5000);
    expect(world.linked(a)).toBe('');
    await world.clock.advance(40_000);
    expect(world.linked(a)).toBe('b');
  });

  it('before the handshake is dropped, too', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const b = world.device('b');
    const firstOpen = () => world.channels.open.find((channel) => channel.sent.length > 0);
    for (let ms = 0; ms < connectMs && firstOpen() === undefined; ms += 1) await world.clock.advance(1);
    // An empty frame as sent by a proven peer, but unsealed.
    firstOpen()?.deliver(Uint8Array.of(4, 6, 0, 0, 0, 0));
    await world.clock.advance(connectMs);
    expect([...a.notices, ...b.notices]).toEqual([]);
    expect([a.frames, b.frames]).toEqual([[], []]);
    await world.clock.advance(1000);
    expect([a, b].map((device) => world.linked(device))).toEqual(['b', 'a']);
  });
});
