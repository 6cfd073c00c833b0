/** Devices of a board inside one test: real meshes over fake channels and signaling, with what each was told. */

import { type BoardKeys, deriveKeys } from '#shared/invite/keys.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/ids.ts';
import { Mesh } from '../mesh.ts';
import type { TransportNotice } from '../transport.ts';
import { FakeChannels } from './fake-channels.ts';
import { type FakeSignaling, FakeSignalingServer } from './fake-signaling.ts';
import { ManualClock } from './manual-clock.ts';
import { seededBytes } from './seeded-bytes.ts';

export interface Device {
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
  /** Other keys than the board's, as a dishonest device would use. */
  readonly keys?: (keys: BoardKeys) => BoardKeys;
}

export class FakeWorld {
  readonly clock = new ManualClock();
  readonly server = new FakeSignalingServer(this.clock);
  readonly channels = new FakeChannels(this.clock);
  #devices = 0;

  device(id: string, options: DeviceOptions = {}): Device {
    this.#devices += 1;
    const keys = deriveKeys(new Uint8Array(32).fill(options.secret ?? 1));
    const signaling = (options.servers ?? [this.server]).map((server) => server.client());
    const mesh = new Mesh({
      replica: replicaId(id),
      name: options.name ?? `${id}'s laptop`,
      keys: options.keys?.(keys) ?? keys,
      signaling,
      createChannel: this.channels.create,
      clock: this.clock,
      random: seededBytes(this.#devices),
    });
    const device: Device = {
      id: replicaId(id),
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
      linkUp: (peer) => device.links.push(`up ${peer.replica}`),
      linkDown: (replica) => device.links.push(`down ${replica}`),
      frame: (from, lane, bytes) => {
        const text = bytes.length > 20 ? `${bytes.length} bytes` : bytes.join();
        device.frames.push(`${from} ${lane} ${text}`);
      },
      changed: () => {
        device.changes += 1;
      },
      notice: (notice) => device.notices.push(notice),
    });
  }
}

/** The replicas that `device` has a link to, by name. */
export function linked(device: Device): string {
  return device.mesh
    .peers()
    .map((peer) => peer.replica)
    .sort()
    .join(' ');
}

/** Long enough for everyone to be linked. */
export const connectMs = 100;

/** Two devices with a link. */
export async function pair(world: FakeWorld): Promise<[Device, Device]> {
  const devices: [Device, Device] = [world.device('a'), world.device('b')];
  await world.clock.advance(connectMs);
  if (devices.map(linked).join() !== 'b,a') throw new Error('the two devices did not find each other');
  return devices;
}
