/** WebSockets inside one test: the test is the server. */

import {
  type ClientMessage,
  formatSignalingMessage,
  parseClientMessage,
  type ServerMessage,
} from '#shared/signaling/protocol.ts';
import type { OpenSocket, SocketListener } from '../socket.ts';

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

  readonly open: OpenSocket = (url, listener) => {
    if (this.forbidden) throw new Error('insecure');
    const socket = new FakeSocket(url, listener);
    this.all.push(socket);
    return {
      send: (text) => {
        const parsed = parseClientMessage(text);
        if (!parsed.ok) throw new Error(`the client sent what no server takes: ${parsed.why}`);
        socket.received.push(parsed.message);
      },
      close: () => {
        socket.closed = true;
      },
    };
  };

  get last(): FakeSocket {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  }
}
