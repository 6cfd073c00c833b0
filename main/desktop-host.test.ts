import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { DesktopHost } from './desktop-host.ts';

const options = { host: '127.0.0.1', rendererRoot: '/nowhere', version: '1.2.3' };

/** A port on which another program listens. */
async function takenPort(): Promise<number> {
  const other = createServer((socket) => socket.end().resume());
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    other.close();
  });
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts and stops a host. @returns its port, and the port that it stored. */
async function run(port: number, known?: number) {
  const remembered: number[] = [];
  const host = new DesktopHost({ ...options, port }, { known, remember: (own) => remembered.push(own) });
  const answer = await host.answer();
  await host.stop();
  if (!answer.ok) throw new Error(answer.why);
  return { port: answer.info.port, remembered };
}

test('uses another port if the default one is taken, and the same port at the next start', async () => {
  const usual = await takenPort();
  const first = await run(usual);
  expect(first.port).not.toBe(usual);
  expect(first.remembered).toEqual([first.port]);
  expect(await run(usual, first.port)).toEqual({ port: first.port, remembered: [] });
});

test('uses any free port if both the default and the stored one are taken', async () => {
  const [usual, known] = [await takenPort(), await takenPort()];
  const { port, remembered } = await run(usual, known);
  expect([usual, known]).not.toContain(port);
  expect(remembered).toEqual([port]);
});

test('returns to the default port once that is free', async () => {
  const { port: free } = await run(0);
  expect(await run(free, await takenPort())).toEqual({ port: free, remembered: [] });
});

test('reports the reason for which the host cannot start, and stops without an error', async () => {
  const host = new DesktopHost(
    { ...options, host: '192.0.2.123', port: 0 },
    { known: undefined, remember: () => undefined },
  );
  expect(await host.answer()).toMatchObject({ ok: false, why: expect.stringContaining('192.0.2.123') });
  await host.stop();
});
