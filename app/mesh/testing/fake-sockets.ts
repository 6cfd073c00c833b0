/** WebSockets inside one test: the test is the server. */

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

  /** As the server would. */
  say(message: ServerMessage): void {
    this.listener.message(formatSignalingMessage(message));
  }
}

export class FakeSockets {
  readonly all: FakeSocket[] = [];
  /** The page is not allowed to connect. */
  forbidden = false;
  /** Nothing that is asked again is answered. */
  silent = false;

  readonly open: OpenSocket = (url, listener) => {
    if (this.forbidden) throw new Error('insecure');
    const socket = new FakeSocket(url, listener);
    this.all.push(socket);
    return {
      send: (text) => {
        const parsed = parseClientMessage(text);
        if (!parsed.ok) throw new Error(`the client sent what no server takes: ${parsed.why}`);
        socket.received.push(parsed.message);
        this.#answerAgain(socket, parsed.message);
      },
      close: () => {
        socket.closed = true;
      },
    };
  };

  /** A join that is said again is answered by itself, unless the server has fallen silent. */
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
