import { describe, expect, it } from 'vitest';
import { maxOutgoing } from './attempts.ts';
import { answerLimits, reconnectLimits } from './neighbour.ts';
import { connectMs, FakeWorld, pair } from './testing/fake-mesh.ts';
import { FakeSignalingServer } from './testing/fake-signaling.ts';
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
    const told: string[] = [];
    a.mesh.stop();
    a.mesh.start({
      linkUp: () => told.push('up'),
      linkDown: () => {
        told.push('down');
        a.mesh.stop();
      },
      frame: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
    await world.clock.advance(1000);
    world.device('b');
    await world.clock.advance(connectMs);
    expect(told).toEqual(['up', 'down']);
    expect(a.mesh.peers()).toEqual([]);
  });
});

describe('signaling', () => {
  it('that is lost does not affect links; devices that join meanwhile are linked when it is back', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    world.server.crash();
    const c = world.device('c');
    await world.clock.advance(30_000);
    expect(a.links).toEqual(['up b']);
    expect(a.mesh.signaling()).toMatchObject({ status: 'failing' });
    expect(world.linked(c)).toBe('');
    world.server.restart();
    await world.clock.advance(connectMs);
    expect([a, b, c].map((device) => world.linked(device))).toEqual(['b c', 'a c', 'a b']);
    expect(a.links).toEqual(['up b', 'up c']);
  });

  it('that is lost leaves no device to retry', async () => {
    const world = new FakeWorld();
    await pair(world);
    world.server.crash();
    for (const channel of world.channels.all) channel.mute = true;
    await world.clock.advance(60_000);
    expect(world.channels.all).toHaveLength(2);
  });

  it('that no longer lists a device ends the retries after its link is lost', async () => {
    const world = new FakeWorld();
    const devices = await pair(world);
    for (const device of devices) device.signaling[0]?.listener?.members([]);
    for (const channel of world.channels.all) channel.mute = true;
    await world.clock.advance(60_000);
    expect(devices.map((device) => world.linked(device))).toEqual(['', '']);
    expect(world.channels.all).toHaveLength(2);
  });

  it('accepts servers while it runs, and removes them without losing a link', async () => {
    const world = new FakeWorld();
    const other = new FakeSignalingServer(world.clock);
    const a = world.device('a');
    const b = world.device('b', { servers: [other] });
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('');
    const added = other.client();
    a.mesh.addSignaling(added);
    a.mesh.addSignaling(added);
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('b');
    expect(other.members.size).toBe(2);
    a.mesh.removeSignaling(added);
    await world.clock.advance(connectMs);
    expect(other.members.size).toBe(1);
    expect(world.linked(b)).toBe('a');
    a.mesh.stop();
    world.start(a);
    await world.clock.advance(connectMs);
    expect(other.members.size).toBe(1);
  });

  it('ignores a repeated signal', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    const links = [a.links.join(), b.links.join()];
    for (const signal of [...world.server.carried]) world.server.carry(signal);
    await world.clock.advance(connectMs);
    expect([a.links.join(), b.links.join()]).toEqual(links);
    expect(a.notices).toEqual([expect.objectContaining({ type: 'forgedSignal' })]);
  });

  it('ends the wait when a lost peer joins again', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    world.server.crash();
    for (const channel of world.channels.all) channel.mute = true;
    await world.clock.advance(60_000);
    expect(world.linked(a)).toBe('');
    world.server.restart();
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('b');
  });

  it('through two servers makes one link, and either is enough', async () => {
    const world = new FakeWorld();
    const second = new FakeSignalingServer(world.clock);
    const both = { servers: [world.server, second] };
    const a = world.device('a', both);
    const b = world.device('b', both);
    await world.clock.advance(connectMs);
    expect(a.links).toEqual(['up b']);
    expect(world.channels.open).toHaveLength(2);
    world.server.crash();
    const c = world.device('c', { servers: [second] });
    await world.clock.advance(connectMs);
    expect([a, b, c].map((device) => world.linked(device))).toEqual(['b c', 'a c', 'a b']);
    expect(a.mesh.signaling()).toEqual({ status: 'connected' });
  });

  it('recognises a device that returned before the server missed it', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    b.signaling[0]?.comeBackUnnoticed();
    await world.clock.advance(1000);
    expect(world.server.members.size).toBe(3);
    expect(a.links).toEqual(['up b']);
    for (const channel of world.channels.all) channel.mute = true;
    await world.clock.advance(20_000);
    expect(world.linked(a)).toBe('b');
  });

  it('that loses signals is compensated', async () => {
    const world = new FakeWorld();
    let count = 0;
    world.server.tamper = (signal) => {
      count += 1;
      return count <= 3 ? undefined : signal;
    };
    const devices = [world.device('a'), world.device('b')];
    await world.clock.advance(60_000);
    expect(devices.map((device) => world.linked(device))).toEqual(['b', 'a']);
  });

  it('can neither read, nor modify, nor misdirect a signal', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    expect(world.server.carried.length).toBeGreaterThan(0);
    expect(world.server.carried.every(({ data }) => !data.includes('sdp'))).toBe(true);

    const [signal] = world.server.carried;
    const [to = '', from = ''] = [a, b].map((device) => device.signaling[0]?.address());
    if (signal === undefined) throw new Error('no signal was carried');
    world.server.carry({ from, to, data: `${signal.data.slice(0, -4)}AAAA` });
    world.server.carry({ from: signal.to, to: signal.from, data: signal.data });
    await world.clock.advance(1000);
    expect(a.links).toEqual(['up b']);
    expect([...a.notices, ...b.notices].map(({ type }) => type)).toContain('uninvited');
  });

  it('that replays old signals does not end a link', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    for (const signal of [...world.server.carried]) world.server.carry(signal);
    await world.clock.advance(60_000);
    expect(a.links).toEqual(['up b']);
    expect(b.links).toEqual(['up a']);
    expect(world.channels.open).toHaveLength(2);
  });

  it('that names strangers and malformed addresses is harmless', async () => {
    const world = new FakeWorld();
    const [a] = await pair(world);
    const listener = a.signaling[0]?.listener;
    listener?.joined('not an address');
    listener?.left(`${'z'.repeat(22)}-00000000-00000000`);
    listener?.signal('nobody', 'AAAA');
    for (let index = 0; index < 1000; index += 1) {
      // Higher names than this device's, so that it is the initiator.
      listener?.joined(`${index.toString(16).padStart(22, 'z')}-00000000-00000000`);
    }
    await world.clock.advance(1000);
    expect(world.linked(a)).toBe('b');
    expect(world.channels.all.length).toBe(2 + maxOutgoing);
  });

  it('is failing, with a reason, without a server', () => {
    const world = new FakeWorld();
    expect(world.device('a', { servers: [] }).mesh.signaling()).toMatchObject({ status: 'failing' });
  });
});

describe('a listener', () => {
  it('can stop the mesh from within a callback', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    a.mesh.stop();
    const told: string[] = [];
    a.mesh.start({
      linkUp: () => told.push('up'),
      linkDown: () => {
        told.push('down');
        a.mesh.stop();
      },
      frame: () => told.push('frame'),
      changed: () => told.push('changed'),
      notice: () => told.push('notice'),
    });
    await world.clock.advance(1000);
    b.mesh.stop();
    await world.clock.advance(60_000);
    expect(told.filter((what) => what !== 'changed')).toEqual(['up', 'down']);
    expect(world.channels.open).toHaveLength(0);
    expect(world.clock.pending).toBe(0);
  });
});
