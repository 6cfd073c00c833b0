/** Attacks through a signaling server, by strangers and by members that exceed their access. */

import { describe, expect, it } from 'vitest';
import { type BoardKeys, deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { maxOutgoing } from './direct/attempts.ts';
import { maxNamed } from './direct/neighbourhood.ts';
import { Mesh } from './mesh.ts';
import type { SignalingIdentity, SignalingListener } from './signaling/signaling-transport.ts';
import { connectMs, type Device, FakeWorld, pair } from './testing/fake-mesh.ts';
import { FakeSignaling, FakeSignalingServer } from './testing/fake-signaling.ts';
import { myself } from './testing/myself.ts';
import { seededBytes } from './testing/seeded-bytes.ts';

const secret = new Uint8Array(32).fill(1);

/** Joins as the device at `victim`: under its name, for another stay. */
class Impostor extends FakeSignaling {
  victim = '';

  override start(identity: SignalingIdentity, listener: SignalingListener): void {
    const nextAddress = () => {
      identity.nextAddress();
      return `${this.victim.slice(0, -8)}ffffffff`;
    };
    super.start({ topic: identity.topic, nextAddress }, listener);
  }
}

function addressOf(device: Device): string {
  const address = device.signaling[0]?.address();
  if (address === undefined) throw new Error('it is in no topic');
  return address;
}

/** Tries for 20 s to connect to every device in the topic, under the name of `victim`. */
async function impersonate(world: FakeWorld, victim: Device, keys: BoardKeys): Promise<string[]> {
  const impostor = new Impostor(world.server);
  impostor.victim = addressOf(victim);
  const events: string[] = [];
  const mesh = new Mesh({
    me: myself('mallory', 'Mallory'),
    keys,
    signaling: [impostor],
    createChannel: world.channels.createFor('mallory'),
    clock: world.clock,
    random: seededBytes(99),
  });
  const nothing = () => undefined;
  const listener = { linkDown: nothing, frame: nothing, doubted: nothing, changed: nothing, notice: nothing };
  for (let count = 0; count < 10; count += 1) {
    mesh.start({ ...listener, linkUp: ({ name }) => events.push(name) });
    await world.clock.advance(2000);
    mesh.stop();
  }
  return events;
}

describe('an impostor under the name of an editor’s device', () => {
  it.each<[string, Uint8Array]>([
    ['a link that lets view', viewSecretOf(secret)],
    ['a link that lets edit, removed or not', secret],
  ])('with %s cuts no links, and gets none', async (_what, held) => {
    for (const index of [0, 1]) {
      const world = new FakeWorld();
      const devices = await pair(world);
      const victim = devices[index];
      const events = await impersonate(world, victim ?? devices[0], deriveKeys(held));
      expect(devices.map(({ links }) => links)).toEqual([['up b'], ['up a']]);
      expect(events).toEqual([]);
    }
  });

  it('does not keep that device from reconnecting', async () => {
    const world = new FakeWorld();
    const [a, b] = await pair(world);
    await impersonate(world, b, deriveKeys(viewSecretOf(secret)));
    b.mesh.stop();
    world.start(b);
    await world.clock.advance(connectMs);
    expect([world.linked(a), world.linked(b)]).toEqual(['b', 'a']);
  });
});

describe('a server that names devices that do not exist', () => {
  const stranger = (index: number) => `${index.toString(16).padStart(22, 'z')}-00000000-00000000`;

  it('blocks no device that another server names', async () => {
    const world = new FakeWorld();
    const hostile = new FakeSignalingServer(world.clock);
    const a = world.device('a', { servers: [hostile, world.server] });
    await world.clock.advance(50);
    for (let index = 0; index < 2 * maxNamed; index += 1) {
      a.signaling[0]?.listener?.joined(stranger(index));
    }
    await world.clock.advance(50);
    expect(world.channels.open).toHaveLength(maxOutgoing);
    const c = world.device('c');
    await world.clock.advance(connectMs);
    expect([world.linked(a), world.linked(c)]).toEqual(['c', 'a']);
  });

  it('causes a bounded number of concurrent attempts', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    await world.clock.advance(50);
    for (let round = 0; round < 60; round += 1) {
      const names = Array.from({ length: maxNamed }, (_, index) => stranger(round * maxNamed + index));
      a.signaling[0]?.listener?.members(names);
      for (const name of names) a.signaling[0]?.listener?.joined(`${name.slice(0, -1)}1`);
      await world.clock.advance(100);
      expect(world.channels.open.length).toBeLessThanOrEqual(maxOutgoing);
    }
  });

  it('has no more of them tracked than a topic may have members', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    await world.clock.advance(50);
    for (let index = 0; index < 3 * maxNamed; index += 1) a.signaling[0]?.listener?.joined(stranger(index));
    await world.clock.advance(120_000);
    expect(new Set(world.server.carried.map(({ to }) => to)).size).toBe(maxNamed);
  });

  it('does not delay real devices that it names as well for long', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    await world.clock.advance(50);
    for (let index = 0; index < maxNamed - 1; index += 1) a.signaling[0]?.listener?.joined(stranger(index));
    const c = world.device('c');
    await world.clock.advance(20_000);
    expect(world.linked(c)).toBe('a');
  });

  it('is used after the first one, if both know a device', async () => {
    const world = new FakeWorld();
    const hostile = new FakeSignalingServer(world.clock);
    hostile.tamper = () => undefined;
    const both = { servers: [world.server, hostile] };
    const [a, b] = [world.device('a', both), world.device('b', both)];
    await world.clock.advance(connectMs);
    expect([world.linked(a), world.linked(b)]).toEqual(['b', 'a']);
    expect(hostile.carried).toEqual([]);
  });
});

it('reports that a device with an older Paxboard is present', async () => {
  const world = new FakeWorld();
  const a = world.device('a');
  await world.clock.advance(50);
  a.signaling[0]?.listener?.joined(`${'0'.repeat(32)}-1`);
  expect(a.notices).toEqual([{ type: 'version', theirs: 3 }]);
});
