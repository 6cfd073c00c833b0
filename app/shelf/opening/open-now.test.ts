import { expect, test } from 'vitest';
import { FakeSockets } from '#app/mesh/testing/fake-sockets.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { Device, invite } from '../testing/device.ts';

/** Waits until a socket has been opened. */
async function opened(sockets: FakeSockets): Promise<void> {
  while (sockets.all.length === 0) await new Promise(setImmediate);
}

test('boards with a member in their topic are open now', async () => {
  const sockets = new FakeSockets();
  const shelf = new Device().shelf({ openSocket: sockets.open });
  expect(await shelf.openNow()).toEqual(new Set());
  expect(sockets.all).toEqual([]);
  await shelf.create('Mine');
  const { id } = await shelf.join(invite);
  const looking = shelf.openNow();
  await opened(sockets);
  sockets.last.say({ type: 'welcome', protocol: 1 });
  const [question] = sockets.last.received;
  expect(question).toMatchObject({ type: 'look' });
  expect(question?.type === 'look' && question.topics).toHaveLength(2);
  sockets.last.say({ type: 'present', topics: [deriveKeys(invite.secret).topic] });
  expect(await looking).toEqual(new Set([id]));
});

test('none is open now without an answer', async () => {
  const sockets = new FakeSockets();
  const shelf = new Device().shelf({ openSocket: sockets.open });
  await shelf.join(invite);
  const looking = shelf.openNow();
  await opened(sockets);
  sockets.last.listener.closed();
  expect(await looking).toEqual(new Set());
});
