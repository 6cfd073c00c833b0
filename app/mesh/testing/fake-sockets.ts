/** In-memory WebSockets: the test is the server. */

import {
  type ClientMessage,
  formatSignalingMessage,
  parseClientMessage,
  type ServerMessage,
} from '#shared/signaling/protocol.ts';
import type { OpenSocket, SocketListener } from '../signaling/socket.ts';

export class FakeSocket {
  readonly url: string;
  readonly listener: SocketListener;
  readonly received: ClientMessage[] = [];
  closed = false;

  constructor(url: string, listener: SocketListener) {
    this.url = url;
    this.listener = listener;
  }

  /** Sends as the server. */
  say(message: ServerMessage): void {
    this.listener.message(formatSignalingMessage(message));
  }
}

export class FakeSockets {
  readonly all: FakeSocket[] = [];
  /** The page may not connect. */
  forbidden = false;
  /** Repeated joins are not answered. */
  silent = false;

  readonly open: OpenSocket = (url, listener) => {
    if (this.forbidden) throw new Error('insecure');
    const socket = new FakeSocket(url, listener);
    this.all.push(socket);
    return {
      send: (text) => {
        const parsed = parseClientMessage(text);
        if (!parsed.ok) throw new Error(`the client sent a message that no server accepts: ${parsed.why}`);
        socket.received.push(parsed.message);
        this.#answerAgain(socket, parsed.message);
      },
      close: () => {
        socket.closed = true;
      },
    };
  };

  /** Answers a repeated join, unless the server is silent. */
  #answerAgain(socket: FakeSocket, message: ClientMessage): void {
    if (message.type !== 'join' || this.silent) return;
    const joins = socket.received.filter((received) => received.type === 'join');
    if (joins.length > 1) socket.say({ type: 'members', topic: message.topic, peers: [] });
  }

  get last(): FakeSocket {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  }
}
