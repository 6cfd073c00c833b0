import { describe, expect, it } from 'vitest';
import { deriveKeys, linkKeysOf, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { witnessPermission } from '#shared/invite/keys/witness-permission.ts';
import { maxArrived } from './direct/arrivals.ts';
import { maxIncoming, patienceMs } from './direct/attempts.ts';
import type { CreateChannel } from './link/channel/channel.ts';
import { PeerLink } from './link/peer-link.ts';
import { Mesh } from './mesh.ts';
import { newAddress, newHostedDevice } from './signaling/peer-address.ts';
import { connectMs, FakeWorld } from './testing/fake-mesh.ts';
import { FakeSignalingServer } from './testing/fake-signaling.ts';
import { myself } from './testing/myself.ts';
import { seededBytes } from './testing/seeded-bytes.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const { editorSecretKey = new Uint8Array() } = keys;
const witness = myself('w', 'The host');

/** A witness on the host of `world`. */
class Hosted {
  readonly mesh: Mesh;
  readonly links: string[] = [];
  readonly frames: string[] = [];

  constructor(world: FakeWorld) {
    const random = seededBytes(77);
    this.mesh = new Mesh({
      me: { ...witness, witness: witnessPermission(witness.deviceKey, editorSecretKey) },
      keys: linkKeysOf(keys),
      signaling: [],
      createChannel: () => {
        throw new Error('it dials nobody');
      },
      clock: world.clock,
      random,
    });
    this.mesh.start({
      linkUp: ({ replica }) => this.links.push(`up ${world.letterOf(replica)}`),
      linkDown: (replica) => this.links.push(`down ${world.letterOf(replica)}`),
      frame: (from, _, bytes) => this.frames.push(`${world.letterOf(from)} ${bytes.length}`),
      doubted: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
    world.server.accept = (to, createChannel) => to === witness.replica && this.mesh.accept(createChannel);
    world.server.host(newAddress(newHostedDevice(witness.replica, random), random));
  }
}

describe('a witness on a host', () => {
  it('is linked to each device that meets others there, as a witness, over sockets', async () => {
    const world = new FakeWorld();
    const hosted = new Hosted(world);
    const [a, b] = [world.device('a'), world.device('b')];
    await world.clock.advance(connectMs);
    expect(hosted.links.sort()).toEqual(['up a', 'up b']);
    expect(a.mesh.peers().find(({ replica }) => replica === witness.replica)).toMatchObject({
      name: 'The host',
      witness: true,
    });
    const bulk = new Uint8Array(100_000);
    b.mesh.send(witness.replica, 'bulk', bulk);
    hosted.mesh.send(b.id, 'consensus', Uint8Array.of(7));
    await world.clock.advance(100);
    expect(hosted.frames).toEqual(['b 100000']);
    expect(b.frames).toEqual([`${witness.replica} consensus 7`]);
  });

  it('is reached through a member by one that does not use the host', async () => {
    const world = new FakeWorld();
    const elsewhere = new FakeSignalingServer(world.clock);
    const hosted = new Hosted(world);
    const a = world.device('a', { servers: [world.server, elsewhere] });
    const b = world.device('b', { servers: [elsewhere] });
    await world.clock.advance(3000);
    expect(world.linked(b)).toBe(['a', `${witness.replica} (a)`].sort().join(' '));
    b.mesh.send(witness.replica, 'consensus', Uint8Array.of(1));
    await world.clock.advance(100);
    expect(hosted.frames).toEqual(['b 1']);
    expect(a.notices).toEqual([]);
  });

  it('is tried again, without a notice, while its host takes no connection', async () => {
    const world = new FakeWorld();
    const a = world.device('a');
    const accept = () => false;
    const hosted = new Hosted(world);
    const { accept: works } = world.server;
    world.server.accept = accept;
    await world.clock.advance(20_000);
    expect(a.notices).toEqual([]);
    expect(hosted.links).toEqual([]);
    world.server.accept = works;
    await world.clock.advance(20_000);
    expect(hosted.links).toEqual(['up a']);
  });

  it('has room for a member beside strangers that begin links and prove nothing', async () => {
    const world = new FakeWorld();
    const hosted = new Hosted(world);
    const silent: CreateChannel = (_, listener) => {
      queueMicrotask(() => listener.open());
      const nothing = () => undefined;
      return { signal: nothing, send: nothing, bufferedBytes: () => 0, destroy: nothing };
    };
    const accepted = Array.from({ length: maxIncoming + 5 }, () => hosted.mesh.accept(silent));
    expect(accepted.filter((is) => is)).toHaveLength(maxIncoming);
    await world.clock.advance(patienceMs);
    expect(hosted.mesh.accept(silent)).toBe(true);
    world.device('a');
    await world.clock.advance(connectMs);
    expect(hosted.links).toEqual(['up a']);
  });

  it('keeps its editors beside a viewer that connects under ever new keys', async () => {
    const world = new FakeWorld();
    const hosted = new Hosted(world);
    world.device('a');
    await world.clock.advance(connectMs);
    const viewing = deriveKeys(viewSecretOf(new Uint8Array(32).fill(1)));
    const server = world.server.client();
    for (let count = 0; count < maxArrived + 10; count += 1) {
      new PeerLink({
        role: 'initiator',
        me: myself(`viewer ${count}`),
        keys: viewing,
        createChannel: server.channelTo(witness.replica),
        clock: world.clock,
        random: seededBytes(1000 + count),
        listener: {
          signal: () => undefined,
          proven: () => undefined,
          frame: () => undefined,
          linkMessage: () => undefined,
          measured: () => undefined,
          ended: () => undefined,
        },
      });
      await world.clock.advance(50);
    }
    expect(hosted.mesh.peers()).toHaveLength(maxArrived);
    expect(hosted.mesh.peers().some(({ access }) => access === 'edit')).toBe(true);
    expect(hosted.links).not.toContain('down a');
  });
});
