/**
 * Connects the tests to a machine of the LAN: forwards a local port to a port of the machine's loopback, where DevTools
 * listen. A socket with a path belongs to no network namespace, so it connects the two.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Machine } from './lan.ts';

/** Runs on the machine. Arguments: path of the socket, port. */
const relay = `
  const net = require('node:net');
  const [path, port] = process.argv.slice(1);
  net.createServer((here) => {
    const there = net.connect(Number(port), '127.0.0.1');
    here.on('error', () => there.destroy());
    there.on('error', () => here.destroy());
    here.pipe(there).pipe(here);
  }).listen(path, () => console.log('ready'));
`;

export class Forwarder {
  /** The local port, on loopback. */
  readonly port: number;
  readonly #relay: ChildProcess;
  readonly #server: Server;
  readonly #open: Set<Socket>;

  private constructor(child: ChildProcess, server: Server, open: Set<Socket>, port: number) {
    this.#relay = child;
    this.#server = server;
    this.#open = open;
    this.port = port;
  }

  /**
   * @param path an unused path for the socket, at most 100 bytes (unix(7)).
   * @throws Error if the relay does not start.
   */
  static async open(machine: Machine, port: number, path: string): Promise<Forwarder> {
    const child = spawn(
      'ip',
      ['netns', 'exec', machine.name, process.execPath, '-e', relay, path, String(port)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the relay into the machine does not start'))),
    ]);
    const open = new Set<Socket>();
    const server = createServer((here) => {
      const there = connect(path);
      for (const socket of [here, there]) {
        open.add(socket);
        socket.on('close', () => open.delete(socket));
      }
      here.on('error', () => there.destroy());
      there.on('error', () => here.destroy());
      here.pipe(there).pipe(here);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Forwarder(child, server, open, portOf(server.address()));
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    this.#relay.kill('SIGKILL');
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('a server that listens has a port');
  return address.port;
}
