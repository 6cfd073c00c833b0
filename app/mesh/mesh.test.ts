import { describe, expect, it } from 'vitest';
import { answerLimits } from './direct/neighbour.ts';
import { reconnectLimits } from './redial/redial-policy.ts';
import { connectMs, FakeWorld, pair } from './testing/fake-mesh.ts';
import { maxFrameBytes } from './transport.ts';

describe('a mesh', () => {
  it('links every device to every other, with one connection per pair', async () => {
    const world = new FakeWorld();
    const devices = ['a', 'b', 'c', 'd'].map((id) => world.device(id));
    await world.clock.advance(connectMs);
    expect(devices.map((device) => world.linked(device))).toEqual(['b c d', 'a c d', 'a b d', 'a b c']);
    expect(world.channels.all).toHaveLength(12);
    expect(devices[0]?.mesh.peers()[0]?.name).toMatch(/laptop/);
  });

  it.each(['offer', 'answer'])(
    'links two devices within seconds although the first %s is lost',
    async (kind) => {
      const world = new FakeWorld();
      let lost = 0;
      const { server } = world;
      const first = new Set<string>();
      server.tamper = (signal) => {
        // Signals are sealed: the first one in each direction is the offer, and the answer.
        const isFirst = !first.has(signal.from);
        first.add(signal.from);
        if (!isFirst || (kind === 'answer') !== (first.size === 2)) return signal;
        lost += 1;
        return undefined;
      };
      const [a, b] = [world.device('a'), world.device('b')];
      await world.clock.advance(answerLimits.firstMs + reconnectLimits.firstMs + connectMs);
      expect(lost).toBe(1);
      expect([a, b].map((device) => world.linked(device))).toEqual(['b', 'a']);
    },
  );

  it('delivers frames of any size, on both lanes, both ways', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.send(b.id, 'consensus', Uint8Array.of(1, 2, 3));
    a.mesh.send(b.id, 'ephemeral', new Uint8Array(0));
    b.mesh.send(a.id, 'consensus', new Uint8Array(70_000));
    await world.clock.advance(connectMs);
    expect(b.frames).toEqual(['a consensus 1,2,3', 'a ephemeral ']);
    expect(a.frames).toEqual(['b consensus 70000 bytes']);
  });

  it('rejects a frame that is too large, and sends nothing to a replica without a link', async () => {
    const world = new FakeWorld();
    const [a, b] = [world.device('a'), world.device('b')];
    expect(() => a.mesh.send(b.id, 'consensus', new Uint8Array(maxFrameBytes + 1))).toThrow(RangeError);
    expect(() => a.mesh.send(b.id, 'consensus', new Uint8Array(1))).not.toThrow();
  });

  it('reports round trips', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    await world.clock.advance(1000);
    expect(a.mesh.peers()[0]?.roundTripMs).toBe(10);
  });

  it('reports nothing while nothing changes', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    await world.clock.advance(1000);
    const before = a.changes;
    await world.clock.advance(10_000);
    expect(a.changes).toBe(before);
  });

  it('reports simultaneous changes once', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    await world.clock.advance(1000);
    const before = a.changes;
    a.signaling[0]?.listener?.changed();
    a.signaling[0]?.listener?.changed();
    await world.clock.advance(0);
    expect(a.changes).toBe(before + 1);
  });
});

describe('a peer that leaves', () => {
  it('is dropped at once if it announces it, with one link-down per link-up', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    b.mesh.stop();
    await world.clock.advance(connectMs);
    expect(a.links).toEqual(['up b', 'down b']);
    expect(b.links).toEqual(['up a', 'down a']);
  });

  it('is dropped after two seconds of silence, and linked again', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    for (const channel of world.channels.all) channel.mute = true;
    await world.clock.advance(1500);
    expect(world.linked(a)).toBe('b');
    await world.clock.advance(500);
    expect(a.links.slice(0, 2)).toEqual(['up b', 'down b']);
    await world.clock.advance(5000);
    expect(world.linked(a)).toBe('b');
    expect(world.channels.open).toHaveLength(2);
  });

  it('with a new address that its server does not know is linked again within seconds', async () => {
    for (const moved of [0, 1]) {
      const world = new FakeWorld();
      const [a, b] = await pair(world);
      for (const channel of world.channels.all) channel.mute = true;
      for (const signaling of [a, b][moved]?.signaling ?? []) signaling.breakUnnoticed();
      await world.clock.advance(2000 + 2500);
      expect(world.linked(a)).toBe('b');
      expect(world.linked(b)).toBe('a');
    }
  });

  it('is not dropped because this device was late itself', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    await world.clock.oversleep(60_000);
    await world.clock.advance(1000);
    expect(a.links).toEqual(['up b']);
    expect(b.links).toEqual(['up a']);
  });

  it('leaks nothing, however often: 200 times by silence, by closing, and by a cut network', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    await world.clock.advance(5000);
    const calm = { timers: world.clock.pending, channels: world.channels.open.length };
    for (let round = 0; round < 200; round += 1) {
      if (round % 3 === 0) {
        for (const channel of world.channels.open) channel.mute = true;
        await world.clock.advance(3000);
      } else if (round % 3 === 1) {
        b.mesh.stop();
        await world.clock.advance(100);
        world.start(b);
      } else {
        for (const channel of world.channels.open) channel.close('the network changed');
      }
      await world.clock.advance(30_000);
      expect([world.linked(a), world.linked(b)], `round ${round}`).toEqual(['b', 'a']);
    }
    expect({ timers: world.clock.pending, channels: world.channels.open.length }).toEqual(calm);
    expect(a.links.filter((link) => link.startsWith('up')).length).toBe(
      a.links.filter((link) => link.startsWith('down')).length + 1,
    );
  });

  it('leaks no timer and no channel when all stop', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.stop();
    b.mesh.stop();
    await world.clock.advance(60_000);
    expect(world.channels.open).toHaveLength(0);
    expect(world.clock.pending).toBe(0);
  });

  it('can be started again', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.stop();
    await world.clock.advance(1000);
    world.start(a);
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('b');
    expect(b.links).toEqual(['up a', 'down a', 'up a']);
  });

  it('that returns under the same replica id before it was dropped replaces its old link', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    for (const channel of world.channels.all) channel.mute = true;
    const reloaded = world.device('b');
    await world.clock.advance(connectMs);
    expect(a.links).toEqual(['up b', 'down b', 'up b']);
    expect(world.linked(reloaded)).toBe('a');
    await world.clock.advance(1000);
    a.mesh.send(reloaded.id, 'consensus', Uint8Array.of(7));
    await world.clock.advance(connectMs);
    expect(reloaded.frames).toEqual(['a consensus 7']);
  });
});

describe('a device whose network is back', () => {
  it('retries at once instead of waiting', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    world.channels.blocked = true;
    for (const channel of world.channels.open) channel.close('the network is gone');
    await world.clock.advance(120_000);
    world.channels.blocked = false;
    const tries = world.channels.all.length;
    a.mesh.retryNow();
    b.mesh.retryNow();
    await world.clock.advance(connectMs);
    expect(world.channels.all.length).toBeGreaterThan(tries);
    expect(world.linked(a)).toBe('b');
  });

  it('keeps its penalties', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const copy = world.device('a');
    await world.clock.advance(1000);
    const tries = world.channels.all.length;
    for (const { mesh } of [a, copy]) mesh.retryNow();
    await world.clock.advance(1000);
    expect(world.channels.all.length).toBe(tries);
  });
});

describe('a replica that is connected twice', () => {
  it('keeps only its newest link', async () => {
    const world = new FakeWorld();
    const [a, old] = await pair(world);
    world.device('b');
    await world.clock.advance(60);
    expect(a.links).toEqual(['up b', 'down b', 'up b']);
    expect(old.links).toEqual(['up a', 'down a']);
  });

  it('gets no new link from a mesh that was stopped at the link-down of the old one', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    const events: string[] = [];
    a.mesh.stop();
    a.mesh.start({
      linkUp: () => events.push('up'),
      linkDown: () => {
        events.push('down');
        a.mesh.stop();
      },
      frame: () => undefined,
      doubted: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
    await world.clock.advance(1000);
    world.device('b');
    await world.clock.advance(connectMs);
    expect(events).toEqual(['up', 'down']);
    expect(a.mesh.peers()).toEqual([]);
  });
});

describe('a listener', () => {
  it('can stop the mesh from within a callback', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.stop();
    const events: string[] = [];
    a.mesh.start({
      linkUp: () => events.push('up'),
      linkDown: () => {
        events.push('down');
        a.mesh.stop();
      },
      frame: () => events.push('frame'),
      doubted: () => undefined,
      changed: () => events.push('changed'),
      notice: () => events.push('notice'),
    });
    await world.clock.advance(1000);
    b.mesh.stop();
    await world.clock.advance(60_000);
    expect(events.filter((what) => what !== 'changed')).toEqual(['up', 'down']);
    expect(world.channels.open).toHaveLength(0);
    expect(world.clock.pending).toBe(0);
  });
});
