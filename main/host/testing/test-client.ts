/** A signaling client for tests: real sockets, and promises for the received messages. */

import { WebSocket } from 'ws';
import { type ClientMessage, parseServerMessage, type ServerMessage } from '#shared/signaling/protocol.ts';

export class TestClient {
  readonly socket: WebSocket;
  /** How the connection ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #received: ServerMessage[] = [];
  readonly #waiting: ((message: ServerMessage) => void)[] = [];

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok) throw new Error(`the server sent nonsense: ${parsed.why}`);
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#received.push(parsed.message);
      else waiting(parsed.message);
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('error', () => this.socket.terminate());
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Connected and welcomed. */
  static async connect(url: string): Promise<TestClient> {
    const client = new TestClient(url);
    const welcome = await client.next();
    if (welcome.type !== 'welcome') throw new Error(`expected a welcome, not ${JSON.stringify(welcome)}`);
    return client;
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  next(): Promise<ServerMessage> {
    const message = this.#received.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Joins. @returns the members. */
  async join(topic: string, peer: string): Promise<readonly string[]> {
    this.say({ type: 'join', topic, peer });
    const answer = await this.next();
    if (answer.type !== 'members') throw new Error(`expected members, not ${JSON.stringify(answer)}`);
    return answer.peers;
  }

  /**
   * Whether nothing arrived: messages stay in order, so a reply that arrives next proves that no other came before it.
   */
  async expectNothingBeforeAnswer(): Promise<ServerMessage> {
    this.say({ type: 'leave', topic: 'never-joined' });
    return this.next();
  }
}
