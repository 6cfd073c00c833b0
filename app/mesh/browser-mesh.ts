/** Builds the mesh for a window or a tab. */

import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import type { HostBook } from './discovery/host-book.ts';
import { simplePeerChannel } from './link/channel/simple-peer-channel.ts';
import type { Myself } from './link/handshake.ts';
import { Mesh } from './mesh.ts';
import type { RandomBytes } from './redial/backoff.ts';
import { SignalingPool } from './signaling/signaling-pool.ts';
import { browserSocket } from './signaling/socket.ts';
import { WebSocketSignaling } from './signaling/websocket-signaling.ts';
import type { Transport, TransportListener } from './transport.ts';

export interface BrowserMeshOptions {
  readonly me: Myself;
  readonly keys: BoardKeys;
  /** All hosts in it are used, as they come and go. */
  readonly hosts: HostBook;
  /** A clock whose timers keep running in a hidden tab, if available. */
  readonly clock?: Clock;
}

export function browserMesh(options: BrowserMeshOptions): Transport {
  const { me, keys, hosts, clock = systemClock } = options;
  const mesh = new Mesh({
    me,
    keys,
    signaling: [],
    createChannel: simplePeerChannel,
    clock,
    random: randomBytes,
  });
  const pool = new SignalingPool({
    book: hosts,
    mesh,
    open: (host, news) =>
      new WebSocketSignaling({ host, openSocket: browserSocket, clock, random: randomBytes, ...news }),
  });
  return new WindowMesh(mesh, pool);
}

/** Not `crypto.subtle`, which is unavailable on a page over plain HTTP. */
const randomBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/**
 * Stops on `pagehide`, so that peers notice at once and not after two seconds of silence; restarts if the browser
 * restores the page; retries at once when the browser reports that the network is back.
 */
class WindowMesh implements Transport {
  readonly #mesh: Mesh;
  readonly #pool: SignalingPool;
  #listener: TransportListener | undefined;
  readonly #leave = () => this.#mesh.stop();
  readonly #comeBack = () => {
    if (this.#listener !== undefined) this.#mesh.start(this.#listener);
  };

  readonly #retryNow = () => this.#mesh.retryNow();

  constructor(mesh: Mesh, pool: SignalingPool) {
    this.#mesh = mesh;
    this.#pool = pool;
  }

  start(listener: TransportListener): void {
    this.#listener = listener;
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#comeBack);
    addEventListener('online', this.#retryNow);
    this.#mesh.start(listener);
    this.#pool.start();
  }

  stop(): void {
    this.#listener = undefined;
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#comeBack);
    removeEventListener('online', this.#retryNow);
    this.#pool.stop();
    this.#mesh.stop();
  }

  send(...frame: Parameters<Transport['send']>): void {
    this.#mesh.send(...frame);
  }

  isClear(...to: Parameters<Transport['isClear']>): boolean {
    return this.#mesh.isClear(...to);
  }

  heed(...roles: Parameters<Transport['heed']>): void {
    this.#mesh.heed(...roles);
  }

  forged(...by: Parameters<Transport['forged']>): void {
    this.#mesh.forged(...by);
  }

  dismiss(...removed: Parameters<Transport['dismiss']>): void {
    this.#mesh.dismiss(...removed);
  }

  peers(): ReturnType<Transport['peers']> {
    return this.#mesh.peers();
  }

  signaling(): ReturnType<Transport['signaling']> {
    return this.#mesh.signaling();
  }
}
