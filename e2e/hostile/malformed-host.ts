/** A host that serves the app correctly, and whose signaling server sends malformed messages. */

import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export type Malformation = 'no JSON' | 'another protocol' | 'garbage after the welcome';

export class MalformedHost {
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #connections = 0;

  /** @param upstream base URL of the real host, which serves the app. */
  constructor(upstream: string, malformation: Malformation) {
    this.#server = createServer((incoming, response) => {
      const forwarded = request(new URL(incoming.url ?? '/', upstream), (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      });
      forwarded.on('error', () => response.destroy());
      forwarded.end();
    });
    this.#server.on('upgrade', (incoming, socket, head) =>
      this.#sockets.handleUpgrade(incoming, socket, head, (client) => {
        this.#connections += 1;
        talk(client, malformation);
      }),
    );
  }

  /** The number of client connections. */
  get connections(): number {
    return this.#connections;
  }

  /** @returns its base URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return `http://localhost:${port}`;
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function talk(client: WebSocket, malformation: Malformation): void {
  switch (malformation) {
    case 'no JSON':
      client.send('<html><body>Welcome to the router</body></html>');
      return;
    case 'another protocol':
      client.send(JSON.stringify({ type: 'welcome', protocol: 99 }));
      return;
    case 'garbage after the welcome':
      client.send(JSON.stringify({ type: 'welcome', protocol: 1 }));
      client.on('message', () => {
        client.send(JSON.stringify({ type: 'members', topic: 'somewhere else', peers: [1, 2, null] }));
        client.send(Buffer.alloc(50_000, 7));
      });
  }
}
