/**
 * Introduces devices to each other, and forwards their sealed signals until they connect directly.
 *
 * The server knows opaque topics, random peer ids and sealed bytes (`shared/invite/keys/seal.ts`), stores nothing, and bounds
 * every client. The protocol is in `shared/signaling/protocol.ts`.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { formatSignalingMessage, maxSignalingMessageBytes } from '#shared/signaling/protocol.ts';
import { newHostId } from '../host-id.ts';
import {
  type ConnectionLimits,
  closeCodes,
  defaultConnectionLimits,
  SignalingConnection,
} from './signaling-connection.ts';
import { Topics } from './topics.ts';

export interface SignalingLimits extends ConnectionLimits {
  readonly maxConnections: number;
  /** Connections from one address, which several people may share. */
  readonly maxConnectionsPerAddress: number;
  /** The interval of pings; a connection without a pong for two intervals is closed. */
  readonly beatMilliseconds: number;
  /** The time limit of the closing handshake; then the server disconnects. */
  readonly closeMilliseconds: number;
}

export const defaultSignalingLimits: SignalingLimits = {
  ...defaultConnectionLimits,
  maxConnections: 512,
  maxConnectionsPerAddress: 128,
  beatMilliseconds: 20_000,
  closeMilliseconds: 1000,
};

export interface SignalingServerOptions {
  readonly limits?: Partial<SignalingLimits>;
  /** Sent to every client; random if absent. */
  readonly id?: string;
  /** A monotonic clock, milliseconds. */
  readonly now?: () => number;
}

export class SignalingServer {
  readonly #limits: SignalingLimits;
  readonly #id: string;
  readonly #now: () => number;
  readonly #server: WebSocketServer;
  readonly #topics = new Topics<SignalingConnection>();
  readonly #connections = new Set<SignalingConnection>();
  readonly #perAddress = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #broken = 0;
  #whenEmpty: (() => void) | undefined;

  constructor(options: SignalingServerOptions = {}) {
    this.#limits = { ...defaultSignalingLimits, ...options.limits };
    this.#id = options.id ?? newHostId();
    this.#now = options.now ?? (() => performance.now());
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxSignalingMessageBytes,
      // Sealed bytes do not compress, and a client could make the server spend time on inflating.
      perMessageDeflate: false,
    });
    this.#timer = setInterval(() => this.beat(), this.#limits.beatMilliseconds);
    this.#timer.unref();
  }

  get connections(): number {
    return this.#connections.size;
  }

  get topics(): number {
    return this.#topics.size;
  }

  /** The number of connections that ended by a violation of the WebSocket protocol or of its bounds, since the start. */
  get broken(): number {
    return this.#broken;
  }

  /** Handles an HTTP server's `upgrade` event, after path, host and origin were checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#welcome(client, request.socket.remoteAddress ?? 'unknown');
    });
  }

  /** Pings every client, and disconnects those that sent no pong since the last ping. */
  beat(): void {
    for (const connection of this.#connections) connection.beat();
  }

  /** Sends a close to every client; disconnects those that do not complete it in time. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    // From now on `ws` answers every upgrade with 503.
    this.#server.close();
    for (const connection of this.#connections) connection.close(closeCodes.goingAway, 'the host is closing');
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, this.#limits.closeMilliseconds);
      this.#whenEmpty = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
    for (const connection of this.#connections) connection.terminate();
  }

  #welcome(client: WebSocket, address: string): void {
    // `ws` reports malformed and oversized frames here, and disconnects; the `close` handler below follows.
    client.on('error', () => {
      this.#broken += 1;
    });
    const fromHere = this.#perAddress.get(address) ?? 0;
    if (
      this.#connections.size >= this.#limits.maxConnections ||
      fromHere >= this.#limits.maxConnectionsPerAddress
    ) {
      client.send(formatSignalingMessage({ type: 'error', code: 'server-full' }));
      client.close(closeCodes.tryLater, 'too many connections');
      // A client that does not complete the close must not stay, because it is not counted.
      const deadline = setTimeout(() => client.terminate(), this.#limits.closeMilliseconds);
      client.on('close', () => clearTimeout(deadline));
      return;
    }
    this.#perAddress.set(address, fromHere + 1);
    const connection = new SignalingConnection(client, this.#topics, this.#limits, this.#now, this.#id);
    this.#connections.add(connection);
    client.on('close', () => {
      this.#connections.delete(connection);
      this.#forgetAddress(address);
      connection.leaveAll();
      if (this.#connections.size === 0) this.#whenEmpty?.();
    });
  }

  #forgetAddress(address: string): void {
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
