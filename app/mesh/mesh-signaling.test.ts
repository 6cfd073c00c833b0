import { describe, expect, it } from 'vitest';
import { maxOutgoing } from './direct/attempts.ts';
import { connectMs, FakeWorld, pair } from './testing/fake-mesh.ts';
import { FakeSignalingServer } from './testing/fake-signaling.ts';

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
