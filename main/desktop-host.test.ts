import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { DesktopHost } from './desktop-host.ts';

const options = { host: '127.0.0.1', rendererRoot: '/nowhere', version: '1.2.3' };

test('takes another port if the usual one is taken', async () => {
  const other = createServer((socket) => socket.end().resume());
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    other.close();
  });
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = new DesktopHost({ ...options, port: address.port });
  const answer = await host.answer();
  await host.stop();
  expect(answer).toMatchObject({ ok: true, info: { version: '1.2.3' } });
  if (answer.ok) expect(answer.info.port).not.toBe(address.port);
});

test('says why if there is no host, and stops all the same', async () => {
  const host = new DesktopHost({ ...options, host: '192.0.2.123', port: 0 });
  expect(await host.answer()).toMatchObject({ ok: false, why: expect.stringContaining('192.0.2.123') });
  await host.stop();
});
