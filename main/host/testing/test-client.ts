/** A signaling client for tests: real sockets, and promises for the received messages. */

import { WebSocket } from 'ws';
import { type ClientMessage, parseServerMessage, type ServerMessage } from '#shared/signaling/protocol.ts';

export class TestClient {
  readonly socket: WebSocket;
  /** Resolves to the close code and reason when the connection ends. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #received: ServerMessage[] = [];
  readonly #waiting: ((message: ServerMessage) => void)[] = [];

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok) throw new Error(`the server sent a malformed message: ${parsed.why}`);
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#received.push(parsed.message);
      else waiting(parsed.message);
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('error', () => this.socket.terminate());
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Connects, and receives the welcome. */
  static async connect(url: string): Promise<TestClient> {
    const client = new TestClient(url);
    const welcome = await client.next();
    if (welcome.type !== 'welcome') throw new Error(`expected a welcome, not ${JSON.stringify(welcome)}`);
    return client;
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  next(): Promise<ServerMessage> {
    const message = this.#received.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Joins a topic. @returns the other members. */
  async join(topic: string, peer: string): Promise<readonly string[]> {
    this.send({ type: 'join', topic, peer });
    const answer = await this.next();
    if (answer.type !== 'members') throw new Error(`expected members, not ${JSON.stringify(answer)}`);
    return answer.peers;
  }

  /**
   * Sends a request that the server rejects as `not-joined`. @returns the next message: as messages stay in order, the
   * rejection proves that no other message preceded it.
   */
  async nextAfterRequest(): Promise<ServerMessage> {
    this.send({ type: 'leave', topic: 'never-joined' });
    return this.next();
  }
}
