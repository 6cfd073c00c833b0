/**
 * Meshes under random faults from a seed. After the faults have ended every device must be linked with every reachable
 * one, directly if possible, otherwise through one relay, otherwise not at all.
 */

import { expect, it } from 'vitest';
import { type Device, FakeWorld } from './testing/fake-mesh.ts';
import { seededBytes } from './testing/seeded-bytes.ts';

const letters = ['a', 'b', 'c', 'd', 'e'] as const;
const disturbances = 40;

/** Covers the longest wait between two retries, the timeout of one, and a penalty. */
const calmMs = 120_000;

class Chaos {
  readonly world = new FakeWorld();
  readonly devices: readonly Device[] = letters.map((letter) => this.world.device(letter));
  readonly #random: (bytes: number) => Uint8Array;
  readonly #stopped = new Set<Device>();

  constructor(seed: number) {
    this.#random = seededBytes(seed);
  }

  /** 0 up to `count`. */
  #pick(count: number): number {
    const [high = 0, low = 0] = this.#random(2);
    return (high * 256 + low) % count;
  }

  #device(): Device {
    const device = this.devices[this.#pick(this.devices.length)];
    if (device === undefined) throw new RangeError('no such device');
    return device;
  }

  async disturb(): Promise<void> {
    const [one, other] = [this.#device(), this.#device()];
    switch (this.#pick(8)) {
      case 0:
      case 1:
        if (one !== other) this.world.channels.cut(one.letter, other.letter);
        break;
      case 2:
        this.world.channels.heal(one.letter, other.letter);
        break;
      case 3:
        this.#stopped.add(one);
        one.mesh.stop();
        break;
      case 4:
        this.#start(one);
        break;
      case 5:
        for (const channel of this.world.channels.open) {
          if (this.#pick(4) === 0) channel.close('the network changed');
        }
        break;
      case 6:
        if (this.world.server.up) this.world.server.crash();
        else this.world.server.restart();
        break;
      default:
        one.mesh.retryNow();
    }
    await this.world.clock.advance([1, 20, 300, 2500, 15_000][this.#pick(5)] ?? 0);
  }

  #start(device: Device): void {
    if (this.#stopped.delete(device)) this.world.start(device);
  }

  /** Stops the faults; cut pairs stay cut. */
  async calm(): Promise<void> {
    for (const device of this.devices) this.#start(device);
    if (!this.world.server.up) this.world.server.restart();
    await this.world.clock.advance(calmMs);
  }

  isCut(one: Device, other: Device): boolean {
    return this.world.channels.cuts.has([one.letter, other.letter].sort().join(' '));
  }

  /** The expected link from `one` to `other`. */
  expected(one: Device, other: Device): 'direct' | 'through another' | 'nothing' {
    if (!this.isCut(one, other)) return 'direct';
    const between = this.devices.filter((third) => third !== one && third !== other);
    return between.some((third) => !this.isCut(one, third) && !this.isCut(third, other))
      ? 'through another'
      : 'nothing';
  }

  found(one: Device, other: Device): 'direct' | 'through another' | 'nothing' {
    const peer = one.mesh.peers().find(({ replica }) => replica === other.id);
    if (peer === undefined) return 'nothing';
    return peer.via === undefined ? 'direct' : 'through another';
  }

  get pairs(): readonly (readonly [Device, Device])[] {
    return this.devices.flatMap((one) =>
      this.devices.filter((other) => other !== one).map((other) => [one, other] as const),
    );
  }
}

/** Link-up and link-down of each peer alternate. */
function expectTurns(device: Device): void {
  for (const letter of letters) {
    const events = device.links.filter((link) => link.endsWith(letter)).map((link) => link.split(' ')[0]);
    expect(events).toEqual(events.map((_, at) => (at % 2 === 0 ? 'up' : 'down')));
  }
}

it.each(Array.from({ length: 7 }, (_, at) => at + 1))(
  'converges, and leaks nothing, from seed %i',
  async (seed) => {
    const chaos = new Chaos(seed);
    const { world, devices, pairs } = chaos;
    for (let count = 0; count < disturbances; count += 1) await chaos.disturb();
    await chaos.calm();

    const name = ([one, other]: readonly [Device, Device]) => `${one.letter} to ${other.letter}`;
    expect(Object.fromEntries(pairs.map((pair) => [name(pair), chaos.found(...pair)]))).toEqual(
      Object.fromEntries(pairs.map((pair) => [name(pair), chaos.expected(...pair)])),
    );

    for (const device of devices) device.frames.length = 0;
    for (const [one, other] of pairs) one.mesh.send(other.id, 'consensus', Uint8Array.of(7));
    await world.clock.advance(1000);
    for (const device of devices) {
      const from = pairs.filter(
        ([one, other]) => other === device && chaos.expected(one, device) !== 'nothing',
      );
      expect(device.frames.toSorted()).toEqual(from.map(([one]) => `${one.letter} consensus 7`).sort());
      expectTurns(device);
      expect(device.notices).toEqual([]);
    }

    for (const { mesh } of devices) mesh.stop();
    await world.clock.advance(60_000);
    expect({ timers: world.clock.pending, channels: world.channels.open.length }).toEqual({
      timers: 0,
      channels: 0,
    });
  },
);
