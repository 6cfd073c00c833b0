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
  type HostGreeting,
  SignalingConnection,
  type TopicMember,
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
  /** Whether this host keeps votes; sent to every client. */
  readonly lends?: boolean;
  /** A monotonic clock, milliseconds. */
  readonly now?: () => number;
}

/** A device on this host. It is reached by other means, so it receives no messages. */
interface Hosted {
  readonly topic: string;
  readonly address: string;
  isNamed: boolean;
}

const hostedMember: TopicMember = { isHosted: true, send: () => undefined };

export class SignalingServer {
  readonly #limits: SignalingLimits;
  readonly #greeting: HostGreeting;
  readonly #now: () => number;
  readonly #server: WebSocketServer;
  readonly #topics = new Topics<TopicMember>();
  readonly #connections = new Set<SignalingConnection>();
  readonly #hosted = new Set<Hosted>();
  readonly #perAddress = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #broken = 0;
  #whenEmpty: (() => void) | undefined;

  constructor(options: SignalingServerOptions = {}) {
    this.#limits = { ...defaultSignalingLimits, ...options.limits };
    this.#greeting = { host: options.id ?? newHostId(), ...(options.lends === true ? { lends: true } : {}) };
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

  /**
   * Names a device on this host to the members of `topic`. If the topic is full, this is tried again with each
   * {@link beat}.
   *
   * @returns a function that ends this.
   */
  announce(topic: string, address: string): () => void {
    const hosted: Hosted = { topic, address, isNamed: false };
    this.#hosted.add(hosted);
    this.#name(hosted);
    return () => {
      if (!this.#hosted.delete(hosted) || !hosted.isNamed) return;
      this.#topics.leave(topic, address);
      for (const [, other] of this.#topics.others(topic, address))
        other.send({ type: 'left', topic, peer: address });
    };
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
    for (const hosted of this.#hosted) this.#name(hosted);
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

  #name(hosted: Hosted): void {
    const { topic, address } = hosted;
    if (hosted.isNamed || this.#topics.join(topic, address, hostedMember) !== 'joined') return;
    hosted.isNamed = true;
    for (const [, other] of this.#topics.others(topic, address))
      other.send({ type: 'joined', topic, peer: address });
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
    const connection = new SignalingConnection(client, this.#topics, this.#limits, this.#now, this.#greeting);
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
