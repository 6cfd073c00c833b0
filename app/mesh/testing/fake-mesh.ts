/**
 * Devices of a board inside one test: real meshes over fake channels and signaling, with a record of their callbacks.
 */

import { type BoardKeys, deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { Mesh } from '../mesh.ts';
import type { TransportNotice } from '../transport.ts';
import { FakeChannels } from './fake-channels.ts';
import { type FakeSignaling, FakeSignalingServer } from './fake-signaling.ts';
import { myself } from './myself.ts';
import { seededBytes } from './seeded-bytes.ts';

export interface Device {
  /** The device's name in a test, also for its replica in `links` and `frames`. */
  readonly letter: string;
  readonly id: ReplicaId;
  readonly mesh: Mesh;
  readonly signaling: readonly FakeSignaling[];
  /** `up b`, `down b`, in order. */
  readonly links: string[];
  /** `b consensus 1,2,3`; long frames as `b consensus 70000 bytes`. */
  readonly frames: string[];
  readonly notices: TransportNotice[];
  changes: number;
}

export interface DeviceOptions {
  readonly secret?: number;
  readonly servers?: readonly FakeSignalingServer[];
  readonly name?: string;
  /** It has a link with view access. */
  readonly viewsOnly?: boolean;
  /** Other keys than the board's, as a dishonest device would use. */
  readonly keys?: (keys: BoardKeys) => BoardKeys;
}

export class FakeWorld {
  readonly clock = new ManualClock();
  readonly server = new FakeSignalingServer(this.clock);
  readonly channels = new FakeChannels(this.clock);
  readonly #letters = new Map<ReplicaId, string>();
  #devices = 0;

  device(letter: string, options: DeviceOptions = {}): Device {
    this.#devices += 1;
    const secret = new Uint8Array(32).fill(options.secret ?? 1);
    const keys = deriveKeys(options.viewsOnly === true ? viewSecretOf(secret) : secret);
    const me = myself(letter, options.name ?? `${letter}'s laptop`);
    this.#letters.set(me.replica, letter);
    const signaling = (options.servers ?? [this.server]).map((server) => server.client());
    const mesh = new Mesh({
      me,
      keys: options.keys?.(keys) ?? keys,
      signaling,
      createChannel: this.channels.createFor(letter),
      clock: this.clock,
      random: seededBytes(this.#devices),
    });
    const device: Device = {
      letter,
      id: me.replica,
      mesh,
      signaling,
      links: [],
      frames: [],
      notices: [],
      changes: 0,
    };
    this.start(device);
    return device;
  }

  start(device: Device): void {
    device.mesh.start({
      linkUp: (peer) => device.links.push(`up ${this.letterOf(peer.replica)}`),
      linkDown: (replica) => device.links.push(`down ${this.letterOf(replica)}`),
      frame: (from, lane, bytes) => {
        const text = bytes.length > 20 ? `${bytes.length} bytes` : bytes.join();
        device.frames.push(`${this.letterOf(from)} ${lane} ${text}`);
      },
      doubted: () => undefined,
      changed: () => {
        device.changes += 1;
      },
      notice: (notice) => device.notices.push(notice),
    });
  }

  letterOf(replica: ReplicaId): string {
    return this.#letters.get(replica) ?? replica;
  }

  /** The devices that `device` has a link to; `b (c)` is b relayed by c. */
  linked(device: Device): string {
    return device.mesh
      .peers()
      .map(({ replica, via }) => {
        const letter = this.letterOf(replica);
        return via === undefined ? letter : `${letter} (${this.letterOf(via)})`;
      })
      .sort()
      .join(' ');
  }
}

/** Enough time for all to be linked. */
export const connectMs = 100;

/** Two devices with a link. */
export async function pair(world: FakeWorld): Promise<[Device, Device]> {
  const devices: [Device, Device] = [world.device('a'), world.device('b')];
  await world.clock.advance(connectMs);
  if (devices.map((device) => world.linked(device)).join() !== 'b,a')
    throw new Error('the two devices did not find each other');
  return devices;
}
