/**
 * `npm run bench:signaling`: the capacity of the signaling server on one core: new connections and messages per second, and memory
 * per connection. Loopback only; about 20 seconds. The clients run in this process, the server in another one, without limits.
 *
 * Rates are per second of the server's processor time, so the work of the clients does not count.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { formatCount, formatTable } from './report/table.ts';
import type { ServerUse } from './signaling-process.ts';

const connectionCount = 1000;
/** Opened at the same time. */
const openingAtOnce = 50;
const topicSize = 10;
const messageCount = 40_000;
/** Signals in transit at the same time. */
const messageWindow = 200;
/** Characters; about the length of a sealed session description. */
const signalLength = 1500;

const server = fork(join(import.meta.dirname, 'signaling-process.ts'), {
  execArgv: ['--import', 'tsx', '--expose-gc'],
});
try {
  await measure(await portOf(server));
} finally {
  server.disconnect();
}

async function measure(port: number): Promise<void> {
  const url = `ws://127.0.0.1:${port}/signal`;
  const before = await use();
  const clients: WebSocket[] = [];
  while (clients.length < connectionCount) {
    const batch = Array.from({ length: openingAtOnce }, (_, at) => joined(url, clients.length + at));
    clients.push(...(await Promise.all(batch)));
  }
  const connected = await use();
  await exchange(clients);
  const after = await use();
  for (const client of clients) client.terminate();
  const connecting = (connected.processor - before.processor) / 1e6;
  const forwarding = (after.processor - connected.processor) / 1e6;
  const rows = [
    ['open connections', formatCount(connected.connections)],
    ['new connections (with a join) per second', formatCount(connectionCount / connecting)],
    [`forwarded signals of ${signalLength} bytes per second`, formatCount(messageCount / forwarding)],
    ['memory per connection, KiB', formatCount((connected.used - before.used) / connectionCount / 1024)],
    ['memory of the server with all connections, MiB', formatCount(after.resident / 1024 / 1024)],
  ];
  process.stdout.write(`${formatTable(['one core', ''], rows)}\n`);
}

/** Connects and joins a topic of {@link topicSize} members. Resolves after the server's reply. */
function joined(url: string, number: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'join', ...placeOf(number) })));
    socket.on('message', (data) => {
      if (String(data).startsWith('{"type":"members"')) resolve(socket);
    });
  });
}

/** Each client in turn signals the next member of its topic, until {@link messageCount} signals have arrived. */
function exchange(clients: readonly WebSocket[]): Promise<void> {
  const data = 'd'.repeat(signalLength);
  let sent = 0;
  let received = 0;
  const send = () => {
    const number = sent % clients.length;
    const { topic } = placeOf(number);
    const next = number - (number % topicSize) + ((number + 1) % topicSize);
    sent += 1;
    clients[number]?.send(JSON.stringify({ type: 'signal', topic, to: placeOf(next).peer, data }));
  };
  return new Promise((resolve) => {
    for (const client of clients) {
      client.on('message', (message) => {
        if (!String(message).startsWith('{"type":"signal"')) return;
        received += 1;
        if (received === messageCount) resolve();
        if (sent < messageCount) send();
      });
    }
    while (sent < messageWindow) send();
  });
}

function placeOf(number: number): { readonly topic: string; readonly peer: string } {
  return { topic: `topic-${Math.floor(number / topicSize)}`, peer: `peer-${number}` };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('message', (port) => resolve(Number(port))));
}

function use(): Promise<ServerUse> {
  return new Promise((resolve) => {
    server.once('message', (answer: ServerUse) => resolve(answer));
    server.send('use');
  });
}
