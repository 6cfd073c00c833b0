import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { boundConnectionsPerAddress, networkOf } from './connections-per-address.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** @returns a function that opens a connection, and returns its socket and whether the server keeps it. */
async function listening(most: number): Promise<() => Promise<{ socket: Socket; isKept: boolean }>> {
  const server = createServer();
  boundConnectionsPerAddress(server, most);
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    if (!socket.destroyed) socket.write('kept');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    ends.push(() => socket.destroy());
    const isKept = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]);
    return { socket, isKept };
  };
}

test('connections beyond the bound of an address are closed immediately, and the others stay', async () => {
  const open = await listening(3);
  const opened = [await open(), await open(), await open(), await open()];
  expect(opened.map(({ isKept }) => isKept)).toEqual([true, true, true, false]);
  expect(opened.map(({ socket }) => socket.destroyed)).toEqual([false, false, false, true]);
});

test('a closed connection makes room for another', async () => {
  const open = await listening(1);
  const { socket } = await open();
  expect((await open()).isKept).toBe(false);
  socket.destroy();
  // The server detects the end a moment later.
  let next = await open();
  while (!next.isKept) next = await open();
  expect(next.isKept).toBe(true);
});

test.each([
  ['192.168.1.20', '192.168.1.20'],
  ['::ffff:192.168.1.20', '192.168.1.20'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::7', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
