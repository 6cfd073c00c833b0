import { describe, expect, it } from 'vitest';
import { decodeMessage, maxMessageBytes } from './link/channel-messages.ts';
import { deadAfterSilentTicks, pingIntervalMs } from './link/pulse.ts';
import { relayAfterMs } from './relay/relays.ts';
import { connectMs, type Device, FakeWorld } from './testing/fake-mesh.ts';
import { sealChanged, sealInstead } from './testing/seal-instead.ts';

const noticedMs = pingIntervalMs * deadAfterSilentTicks;

/** Three devices; `a` and `b` cannot connect to each other. */
async function partialMesh(world: FakeWorld): Promise<[Device, Device, Device]> {
  world.channels.cut('a', 'b');
  const devices: [Device, Device, Device] = [world.device('a'), world.device('b'), world.device('c')];
  await world.clock.advance(relayAfterMs + connectMs);
  return devices;
}

const linked = (world: FakeWorld, devices: readonly Device[]) =>
  devices.map((device) => world.linked(device));

describe('two devices that cannot connect to each other', () => {
  it('are linked through a third', async () => {
    const world = new FakeWorld();
    const [a, b, c] = await partialMesh(world);
    expect(linked(world, [a, b, c])).toEqual(['b (c) c', 'a (c) c', 'a b']);
    a.mesh.send(b.id, 'consensus', Uint8Array.of(1, 2, 3));
    b.mesh.send(a.id, 'ephemeral', Uint8Array.of(4));
    await world.clock.advance(connectMs);
    expect(b.frames).toEqual(['a consensus 1,2,3']);
    expect(a.frames).toEqual(['b ephemeral 4']);
    // The relay forwards frames, and receives none.
    expect(c.frames).toEqual([]);
  });

  it('report their round trip, on both routes', async () => {
    const world = new FakeWorld();
    const [a, b] = await partialMesh(world);
    await world.clock.advance(1000);
    const peer = a.mesh.peers().find(({ replica }) => replica === b.id);
    expect(peer?.roundTripMs).toBe(20);
  });

  it('exchange the largest frames', async () => {
    const world = new FakeWorld();
    const [a, b] = await partialMesh(world);
    a.mesh.send(b.id, 'consensus', new Uint8Array(4 * 1024 * 1024));
    await world.clock.advance(5000);
    expect(b.frames).toEqual([`a consensus ${4 * 1024 * 1024} bytes`]);
    expect(a.links).not.toContain('down b');
  });

  it('are linked again after a cut cable, and directly once it is repaired', async () => {
    const world = new FakeWorld();
    const [a, b, c] = [world.device('a'), world.device('b'), world.device('c')];
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('b c');
    world.channels.cut('a', 'b');
    await world.clock.advance(noticedMs + relayAfterMs + connectMs);
    expect(linked(world, [a, b, c])).toEqual(['b (c) c', 'a (c) c', 'a b']);
    world.channels.heal('a', 'b');
    await world.clock.advance(40_000);
    expect(linked(world, [a, b, c])).toEqual(['b c', 'a c', 'a b']);
    const aboutB = a.links.filter((link) => link.endsWith('b'));
    expect(aboutB).toEqual(['up b', 'down b', 'up b', 'down b', 'up b']);
    expect(c.links).toEqual(['up a', 'up b']);
  });

  it('use another relay when theirs leaves', async () => {
    const world = new FakeWorld();
    const [a, b, c] = await partialMesh(world);
    const d = world.device('d');
    await world.clock.advance(relayAfterMs);
    expect(world.linked(a)).toBe('b (c) c d');
    c.mesh.stop();
    await world.clock.advance(relayAfterMs + connectMs);
    expect(linked(world, [a, b, d])).toEqual(['b (d) d', 'a (d) d', 'a b']);
  });

  it('are not linked through two relays', async () => {
    const world = new FakeWorld();
    for (const pair of ['ac', 'ad', 'bd']) world.channels.cut(pair[0] ?? '', pair[1] ?? '');
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => world.device(letter));
    await world.clock.advance(20_000);
    if (a === undefined || b === undefined || c === undefined || d === undefined)
      throw new Error('no devices');
    // a – b – c – d: the ends are two relays apart.
    expect(linked(world, [a, b, c, d])).toEqual(['b c (b)', 'a c d (c)', 'a (b) b d', 'b (c) c']);
  });

  it('can use a viewer as relay', async () => {
    const world = new FakeWorld();
    world.channels.cut('a', 'b');
    const devices = [world.device('a'), world.device('b'), world.device('c', { viewsOnly: true })];
    await world.clock.advance(relayAfterMs + connectMs);
    expect(linked(world, devices)).toEqual(['b (c) c', 'a (c) c', 'a b']);
  });

  it('leak nothing when all stop', async () => {
    const world = new FakeWorld();
    const devices = await partialMesh(world);
    for (const device of devices) device.mesh.stop();
    await world.clock.advance(60_000);
    expect(world.clock.pending).toBe(0);
    expect(world.channels.open).toHaveLength(0);
    expect(devices[0].links).toEqual(['up c', 'up b', 'down c', 'down b']);
  });

  it('are linked anew when one of them restarts', async () => {
    const world = new FakeWorld();
    const [a, b] = await partialMesh(world);
    b.mesh.stop();
    await world.clock.advance(connectMs);
    expect(world.linked(a)).toBe('c');
    world.start(b);
    await world.clock.advance(relayAfterMs + connectMs);
    expect(world.linked(a)).toBe('b (c) c');
  });

  it('leak nothing, however often the route is lost', async () => {
    const world = new FakeWorld();
    const [a, b, c] = await partialMesh(world);
    await world.clock.advance(60_000);
    const calm = await quietest(world);
    // Three times each of the six combinations.
    for (let round = 0; round < 18; round += 1) {
      const one = round % 2 === 0 ? b : c;
      one.mesh.stop();
      await world.clock.advance(round % 3 === 0 ? 50 : 3000);
      world.start(one);
      await world.clock.advance(60_000);
      expect(linked(world, [a, b, c]), `round ${round}`).toEqual(['b (c) c', 'a (c) c', 'a b']);
    }
    expect(await quietest(world)).toEqual(calm);
  });
});

/** The minimum within some seconds: a direct attempt temporarily takes a timer and a channel at each end. */
async function quietest(world: FakeWorld): Promise<{ timers: number; channels: number }> {
  const least = { timers: Number.POSITIVE_INFINITY, channels: Number.POSITIVE_INFINITY };
  for (let ms = 0; ms < 30_000; ms += 500) {
    await world.clock.advance(500);
    least.timers = Math.min(least.timers, world.clock.pending);
    least.channels = Math.min(least.channels, world.channels.open.length);
  }
  return least;
}

describe('a relay', () => {
  /** Applies `change` to relayed payloads; undefined drops one. */
  function spoil(change: (message: Uint8Array) => Uint8Array | undefined): void {
    sealChanged((message) => (decodeMessage(message).kind === 'carried' ? change(message.slice()) : message));
  }

  it('that modifies payloads ends the link, and learns nothing', async () => {
    const world = new FakeWorld();
    const [a, b, c] = await partialMesh(world);
    spoil((message) => message.with(message.length - 1, (message.at(-1) ?? 0) ^ 1));
    a.mesh.send(b.id, 'consensus', Uint8Array.of(1));
    await world.clock.advance(connectMs);
    expect([b.frames, c.frames]).toEqual([[], []]);
    expect(b.links).toContain('down a');
    expect([...a.notices, ...b.notices]).toEqual([]);
  });

  it('that drops payloads is detected by silence', async () => {
    const world = new FakeWorld();
    const [a] = await partialMesh(world);
    spoil(() => undefined);
    await world.clock.advance(noticedMs + connectMs);
    expect(a.links.slice(0, 3)).toEqual(['up c', 'up b', 'down b']);
  });

  it('that invents the origin of payloads gets no link', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const c = world.device('c');
    await world.clock.advance(connectMs);
    // Claims a link with `z`, which opens a channel: only the holder of z's key can prove that.
    const id = new TextEncoder().encode('z'.repeat(22));
    sealInstead(Uint8Array.of(8, ...id));
    await world.clock.advance(pingIntervalMs);
    sealInstead(Uint8Array.of(6, id.length, ...id, 1, ...new Uint8Array(8)));
    await world.clock.advance(20_000);
    expect([a.links, c.links].flat().filter((link) => !['up a', 'up c'].includes(link))).toEqual([]);
    expect([a.frames, c.frames]).toEqual([[], []]);
  });

  it.each<[string, Uint8Array]>([
    ['no address', Uint8Array.of(5)],
    ['an address that is cut short', Uint8Array.of(5, 22, 65)],
    ['an address that is none', Uint8Array.of(6, 1, 32)],
    ['neighbours that are none', Uint8Array.of(8, 32, 32, 32)],
    ['too many neighbours', new TextEncoder().encode(`\b${'a '.repeat(200)}a`)],
    ['too much to carry', new Uint8Array(2 * maxMessageBytes).fill(5)],
  ])('that sends a malformed message (%s) is dropped', async (_what, message) => {
    const world = new FakeWorld();
    const [a, c] = [world.device('a'), world.device('c')];
    await world.clock.advance(connectMs);
    sealInstead(message);
    await world.clock.advance(2 * pingIntervalMs + 20);
    expect([...a.links, ...c.links].filter((link) => link.startsWith('down'))).not.toEqual([]);
    expect([...a.notices, ...c.notices]).toHaveLength(1);
  });
});
