import { describe, expect, it } from 'vitest';
import { keptMs } from './direct/neighbour.ts';
import { deadAfterSilentTicks, pingIntervalMs, restIntervalMs } from './link/pulse.ts';
import { reconsiderMs } from './mesh.ts';
import { relayAfterMs } from './relay/relays.ts';
import { connectMs, type Device, FakeWorld } from './testing/fake-mesh.ts';

const noticedMs = pingIntervalMs * deadAfterSilentTicks;

/** Time until all links that are not needed are relayed ones. */
const settledMs = keptMs + 5 * reconsiderMs + relayAfterMs + connectMs;

function tellRoles(devices: readonly Device[], voters: readonly Device[]): void {
  for (const { mesh } of devices)
    mesh.heed({ leader: voters[0]?.id, voters: new Set(voters.map(({ id }) => id)) });
}

/** Devices `a`, `b`, ..., of which the first `voters` vote; `a` leads. */
async function board(world: FakeWorld, count: number, voters: number): Promise<readonly Device[]> {
  const devices = Array.from({ length: count }, (_, at) => world.device(String.fromCharCode(97 + at)));
  await world.clock.advance(4 * connectMs);
  tellRoles(devices, devices.slice(0, voters));
  await world.clock.advance(settledMs);
  return devices;
}

const directOf = (device: Device) => device.mesh.peers().filter(({ via }) => via === undefined).length;

/** One board for all of it: the handshakes of nine devices take most of the time of this test. */
it('of nine members, those that do not vote are linked to each other through the voters', async () => {
  const world = new FakeWorld();
  const devices = await board(world, 9, 3);
  const learners = devices.slice(3);
  expect(devices.map(directOf)).toEqual([8, 8, 8, 3, 3, 3, 3, 3, 3]);
  for (const { mesh } of devices) expect(mesh.peers()).toHaveLength(8);

  // Nothing changes while nothing else does.
  const changes = devices.map(({ links }) => links.length);
  await world.clock.advance(2 * reconsiderMs);
  expect(devices.map(({ links }) => links.length)).toEqual(changes);

  // A pointer passes between two of them, and the connection stays clear for it.
  const [from, to] = [learners[0], learners[5]];
  if (from === undefined || to === undefined) throw new RangeError('too few devices');
  for (let sent = 0; sent < 30; sent += 1) {
    expect(from.mesh.isClear(to.id)).toBe(true);
    from.mesh.send(to.id, 'ephemeral', new Uint8Array(300));
    await world.clock.advance(20);
  }
  await world.clock.advance(connectMs);
  expect(to.frames).toHaveLength(30);

  // Members that get a vote are linked directly to all.
  tellRoles(devices, [...devices.slice(0, 3), ...devices.slice(7)]);
  await world.clock.advance(reconsiderMs + 4 * connectMs);
  expect(devices.slice(7).map(directOf)).toEqual([8, 8]);

  // All but one of the voters are gone: the others connect directly again.
  for (const { mesh } of [...devices.slice(1, 3), ...devices.slice(7)]) mesh.stop();
  await world.clock.advance(2 * reconsiderMs + 4 * connectMs);
  expect(devices.slice(3, 7).map(directOf)).toEqual([4, 4, 4, 4]);
});

describe('a link at rest', () => {
  async function four(world: FakeWorld): Promise<readonly Device[]> {
    const devices = ['a', 'b', 'c', 'd'].map((letter) => world.device(letter));
    await world.clock.advance(connectMs);
    tellRoles(devices, devices.slice(0, 3));
    await world.clock.advance(3 * restIntervalMs);
    return devices;
  }

  it('carries fewer pings than one of the leader', async () => {
    const world = new FakeWorld();
    await four(world);
    const sent = () => world.channels.sentBetween('c', 'd');
    const [before, leaders] = [sent(), world.channels.sentBetween('a', 'd')];
    await world.clock.advance(10 * restIntervalMs);
    expect(sent() - before).toBeLessThan((world.channels.sentBetween('a', 'd') - leaders) / 3);
  });

  it('of a lost peer ends soon after the leader has lost that peer, too', async () => {
    const world = new FakeWorld();
    const devices = await four(world);
    for (const letter of ['a', 'b', 'c']) world.channels.cut(letter, 'd');
    await world.clock.advance(2 * noticedMs + connectMs);
    expect(devices.slice(0, 3).map((device) => world.linked(device))).toEqual(['b c', 'a c', 'a b']);
  });

  it('ends soon if this device has lost all others', async () => {
    const world = new FakeWorld();
    const devices = await four(world);
    for (const letter of ['a', 'b', 'c']) world.channels.cut(letter, 'd');
    await world.clock.advance(2 * noticedMs + connectMs);
    expect(devices.slice(3).map((device) => world.linked(device))).toEqual(['']);
  });
});
