import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startHost } from '../host.ts';
import { type Mdns, openMdns } from './mdns.ts';

const announcement = { id: 'ab'.repeat(16), port: 7420, protocol: 1 };
const loopback = '127.0.0.1';
const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function udpSocket(port: number, reuseAddr: boolean): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, () => resolve());
  });
  endings.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, () => resolve()));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/** Whether the loopback of this system carries multicast. */
async function loopbackHasMulticast(): Promise<boolean> {
  const socket = await udpSocket(0, true);
  try {
    socket.addMembership('224.0.0.251', loopback);
    socket.setMulticastInterface(loopback);
  } catch {
    return false;
  }
  const received = new Promise<boolean>((resolve) => {
    const deadline = setTimeout(() => resolve(false), 1000);
    socket.once('message', () => {
      clearTimeout(deadline);
      resolve(true);
    });
  });
  socket.send('?', socket.address().port, '224.0.0.251', (error) => void error);
  return received;
}

test('two processes discover each other, and a killed one is dropped', async (context) => {
  if (!(await loopbackHasMulticast())) context.skip('the loopback of this system carries no multicast');
  const port = await freePort();
  const result = await startHost({
    port: 0,
    host: loopback,
    rendererRoot: '/nowhere',
    version: '1',
    discovery: { open: openMdns(port), interfaces: [loopback] },
  });
  if (!result.ok) throw new Error(result.problem.type);
  endings.push(() => result.host.stop());

  const tsx = join(import.meta.dirname, '../../../node_modules/tsx/dist/cli.mjs');
  const args = ['--host', loopback, '--port', '0', '--no-open', '--discovery', `${loopback}:${port}`];
  const other: ChildProcess = spawn(
    process.execPath,
    [tsx, join(import.meta.dirname, '../cli.ts'), ...args],
    {
      stdio: 'ignore',
      detached: true,
    },
  );
  const kill = () => {
    if (other.pid !== undefined && other.exitCode === null && other.signalCode === null)
      process.kill(-other.pid, 'SIGKILL');
  };
  endings.push(kill);
  const found = () => result.host.info().found ?? [];
  await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
  const [seen] = found();
  // The other process discovers this host as well, and lists it.
  const theirs = async () => (await (await fetch(`${seen?.address}/host.json`)).json()).found;
  await expect
    .poll(theirs, { timeout: 10_000 })
    .toEqual([{ id: result.host.info().id, address: `http://${loopback}:${result.host.info().port}` }]);
  const died = new Promise((resolve) => other.once('exit', resolve));
  kill();
  await died;
  await expect.poll(found, { timeout: 20_000 }).toEqual([]);
}, 60_000);

test('reports a port used exclusively by another program, and does not throw', async () => {
  const socket = await udpSocket(0, false);
  const failed = new Promise<Error>((resolve) => {
    const mdns: Mdns = openMdns(socket.address().port)(loopback, announcement, {
      received: () => undefined,
      failed: resolve,
    });
    endings.push(() => mdns.stop());
  });
  expect((await failed).message).toContain('EADDRINUSE');
});

test('reports a missing interface, and does not throw', async () => {
  const port = await freePort();
  const failed = new Promise<Error>((resolve) => {
    const mdns = openMdns(port)('192.0.2.9', announcement, { received: () => undefined, failed: resolve });
    endings.push(() => mdns.stop());
  });
  expect((await failed).message).toContain('addMembership');
});
