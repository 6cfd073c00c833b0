/** A host that serves the app correctly, and whose signaling server sends malformed messages. */

import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export type Nonsense = 'no JSON' | 'another protocol' | 'garbage in the middle';

export class NonsenseHost {
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #connections = 0;

  /** @param behind base URL of the real host, which serves the app. */
  constructor(behind: string, nonsense: Nonsense) {
    this.#server = createServer((asked, answer) => {
      const onward = request(new URL(asked.url ?? '/', behind), (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      onward.end();
    });
    this.#server.on('upgrade', (asked, socket, head) =>
      this.#sockets.handleUpgrade(asked, socket, head, (client) => {
        this.#connections += 1;
        talk(client, nonsense);
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

function talk(client: WebSocket, nonsense: Nonsense): void {
  switch (nonsense) {
    case 'no JSON':
      client.send('<html><body>Welcome to the router</body></html>');
      return;
    case 'another protocol':
      client.send(JSON.stringify({ type: 'welcome', protocol: 99 }));
      return;
    case 'garbage in the middle':
      client.send(JSON.stringify({ type: 'welcome', protocol: 1 }));
      client.on('message', () => {
        client.send(JSON.stringify({ type: 'members', topic: 'somewhere else', peers: [1, 2, null] }));
        client.send(Buffer.alloc(50_000, 7));
      });
  }
}
