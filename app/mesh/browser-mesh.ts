/** The mesh with its real parts, for a window or a tab. */

import type { BoardKeys } from '#shared/invite/keys.ts';
import type { ReplicaId } from '#shared/paxos/ids.ts';
import type { RandomBytes } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { Mesh } from './mesh.ts';
import { simplePeerChannel } from './simple-peer-channel.ts';
import { browserSocket } from './socket.ts';
import type { Transport, TransportListener } from './transport.ts';
import { WebSocketSignaling } from './websocket-signaling.ts';

export interface BrowserMeshOptions {
  readonly replica: ReplicaId;
  /** For people on the other devices. */
  readonly name: string;
  readonly keys: BoardKeys;
  /** Base URLs of signaling servers (`http://192.168.1.20:7420`); one that appears twice is used once. */
  readonly hosts: readonly string[];
  /** One whose timers go on in a hidden tab, if there is one. */
  readonly clock?: Clock;
}

export function browserMesh(options: BrowserMeshOptions): Transport {
  const { replica, name, keys, hosts, clock = systemClock } = options;
  const signaling = [...new Set(hosts)].map(
    (host) => new WebSocketSignaling({ host, openSocket: browserSocket, clock, random: randomBytes }),
  );
  const createChannel = simplePeerChannel;
  return new WindowMesh(
    new Mesh({ replica, name, keys, signaling, createChannel, clock, random: randomBytes }),
  );
}

/** Not `crypto.subtle`, which a page on plain HTTP does not have. */
const randomBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/**
 * Leaves when the page goes, so that the others know at once and not after two seconds of silence; comes back if
 * the browser kept the page and shows it again.
 */
class WindowMesh implements Transport {
  readonly #mesh: Mesh;
  #listener: TransportListener | undefined;
  readonly #leave = () => this.#mesh.stop();
  readonly #comeBack = () => {
    if (this.#listener !== undefined) this.#mesh.start(this.#listener);
  };

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  start(listener: TransportListener): void {
    this.#listener = listener;
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#comeBack);
    this.#mesh.start(listener);
  }

  stop(): void {
    this.#listener = undefined;
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#comeBack);
    this.#mesh.stop();
  }

  send(...frame: Parameters<Transport['send']>): void {
    this.#mesh.send(...frame);
  }

  peers(): ReturnType<Transport['peers']> {
    return this.#mesh.peers();
  }

  signaling(): ReturnType<Transport['signaling']> {
    return this.#mesh.signaling();
  }
}
