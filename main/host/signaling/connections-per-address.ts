/** Bounds the connections per address, so that one machine cannot exhaust a server. */

import type { Server, Socket } from 'node:net';

/** Closes connections beyond `most` from one address. Must be called before the server listens. */
export function boundConnectionsPerAddress(server: Server, most: number): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const from = networkOf(socket.remoteAddress ?? 'unknown');
    const count = (counts.get(from) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    counts.set(from, count);
    socket.once('close', () => {
      const left = (counts.get(from) ?? 1) - 1;
      if (left > 0) counts.set(from, left);
      else counts.delete(from);
    });
  });
}

/** The unit of counting: an IPv4 address, or the /64 network of an IPv6 address, in which a machine has any number. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
