/** The signaling server of the benchmark. It has a separate process, so that its memory and processor time are measured alone. */

import { createServer } from 'node:http';
import { SignalingServer } from '#main/host/signaling/signaling-server.ts';

/** The reply to a request. */
export interface ServerUse {
  readonly connections: number;
  /** Bytes in use after a garbage collection, without the socket buffers of the operating system. */
  readonly used: number;
  /** Resident bytes of the process. */
  readonly resident: number;
  /** Processor time since the start of the process, microseconds. */
  readonly processor: number;
}

const unlimited = 1_000_000;

const signaling = new SignalingServer({
  limits: {
    maxConnections: unlimited,
    maxConnectionsPerAddress: unlimited,
    burstMessages: unlimited,
    messagesPerSecond: unlimited,
  },
});
const server = createServer();
server.on('upgrade', (request, socket, head) => signaling.upgrade(request, socket, head));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});

process.on('message', () => {
  global.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const use: ServerUse = {
    connections: signaling.connections,
    used: heapUsed + external,
    resident: rss,
    processor: user + system,
  };
  process.send?.(use);
});
// It must not outlive the measuring process.
process.on('disconnect', () => process.exit(0));
