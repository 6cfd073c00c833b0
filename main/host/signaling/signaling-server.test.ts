import { describe, expect, test } from 'vitest';
import { maxSignalDataLength, maxTopicMembers } from '#shared/signaling/protocol.ts';
import { serve } from '../testing/serve-signaling.ts';
import { TestClient } from '../testing/test-client.ts';

describe('topics', () => {
  test('a newcomer receives the members, and they receive the newcomer', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    expect(await alice.join('t', 'alice')).toEqual([]);
    expect(await bob.join('t', 'bob')).toEqual(['alice']);
    expect(await alice.next()).toEqual({ type: 'joined', topic: 't', peer: 'bob' });
  });

  test('name a device on the host, which nobody meets by looking', async () => {
    const { signaling, url } = await serve();
    const alice = await TestClient.connect(url);
    await alice.join('t', 'alice');
    const end = signaling.announce('t', 'witness');
    signaling.announce('u', 'other');
    expect(await alice.next()).toEqual({ type: 'joined', topic: 't', peer: 'witness' });
    const bob = await TestClient.connect(url);
    expect(await bob.join('t', 'bob')).toEqual(['alice', 'witness']);
    bob.send({ type: 'look', topics: ['t', 'u'] });
    expect(await bob.next()).toEqual({ type: 'present', topics: ['t'] });
    end();
    end();
    expect(await bob.next()).toEqual({ type: 'left', topic: 't', peer: 'witness' });
    expect(await bob.nextAfterRequest()).toMatchObject({ type: 'error', code: 'not-joined' });
  });

  test('that are full name a device on the host later', async () => {
    const { signaling, url } = await serve();
    const clients: TestClient[] = [];
    for (let count = 0; count < maxTopicMembers; count += 1) {
      const client = await TestClient.connect(url);
      await client.join('t', `client${count}`);
      clients.push(client);
    }
    signaling.announce('t', 'witness');
    const late = await TestClient.connect(url);
    const [first] = clients;
    first?.send({ type: 'leave', topic: 't' });
    first?.send({ type: 'leave', topic: 'never-joined' });
    while ((await first?.next())?.type !== 'error');
    signaling.beat();
    expect(await late.join('u', 'late')).toEqual([]);
    const [, second] = clients;
    let heard = await second?.next();
    while (heard?.type === 'joined' && heard.peer !== 'witness') heard = await second?.next();
    while (heard?.type === 'left') heard = await second?.next();
    expect(heard).toEqual({ type: 'joined', topic: 't', peer: 'witness' });
  });

  test('a signal reaches its receiver only', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    const carol = await TestClient.connect(url);
    await alice.join('t', 'alice');
    await bob.join('t', 'bob');
    await carol.join('t', 'carol');
    await alice.next();
    await alice.next();
    await bob.next();
    bob.send({ type: 'signal', topic: 't', to: 'alice', data: 'c2VhbGVk' });
    expect(await alice.next()).toEqual({ type: 'signal', topic: 't', from: 'bob', data: 'c2VhbGVk' });
    expect(await carol.nextAfterRequest()).toMatchObject({ type: 'error', code: 'not-joined' });
  });

  test('the largest signal arrives whole', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    await alice.join('t', 'alice');
    await bob.join('t', 'bob');
    const data = 'd'.repeat(maxSignalDataLength);
    bob.send({ type: 'signal', topic: 't', to: 'alice', data });
    await alice.next();
    expect(await alice.next()).toEqual({ type: 'signal', topic: 't', from: 'bob', data });
  });

  test('a look names the topics that have a member, joins none, and nobody notices it', async () => {
    const { url, signaling } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    await alice.join('t', 'alice');
    bob.send({ type: 'look', topics: ['t', 'other', 't'] });
    expect(await bob.next()).toEqual({ type: 'present', topics: ['t'] });
    expect(signaling.topics).toBe(1);
    expect(await alice.nextAfterRequest()).toMatchObject({ type: 'error', code: 'not-joined' });
    alice.send({ type: 'leave', topic: 't' });
    await alice.nextAfterRequest();
    bob.send({ type: 'look', topics: ['t'] });
    expect(await bob.next()).toEqual({ type: 'present', topics: [] });
  });

  test('topics are isolated from each other', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const eve = await TestClient.connect(url);
    await alice.join('board-a', 'alice');
    expect(await eve.join('board-b', 'eve')).toEqual([]);
    eve.send({ type: 'signal', topic: 'board-b', to: 'alice', data: 'AAAA' });
    expect(await eve.next()).toEqual({ type: 'error', code: 'unknown-peer', topic: 'board-b' });
    eve.send({ type: 'signal', topic: 'board-a', to: 'alice', data: 'AAAA' });
    expect(await eve.next()).toEqual({ type: 'error', code: 'not-joined', topic: 'board-a' });
    expect(await alice.nextAfterRequest()).toMatchObject({ type: 'error', code: 'not-joined' });
  });

  test('members are notified of a client that leaves or disconnects', async () => {
    const { signaling, url } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    await alice.join('t', 'alice');
    await bob.join('t', 'bob');
    await alice.next();
    bob.send({ type: 'leave', topic: 't' });
    expect(await alice.next()).toEqual({ type: 'left', topic: 't', peer: 'bob' });
    await bob.join('t', 'bob-again');
    await alice.next();
    bob.socket.terminate();
    expect(await alice.next()).toEqual({ type: 'left', topic: 't', peer: 'bob-again' });
    expect(signaling.connections).toBe(1);
    alice.socket.close();
    await alice.closed;
  });

  test('a repeated join is answered again; with another id it replaces the first', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    await alice.join('t', 'alice');
    await bob.join('t', 'bob');
    await alice.next();
    expect(await bob.join('t', 'bob')).toEqual(['alice']);
    expect(await bob.join('t', 'robert')).toEqual(['alice']);
    expect(await alice.next()).toEqual({ type: 'left', topic: 't', peer: 'bob' });
    expect(await alice.next()).toEqual({ type: 'joined', topic: 't', peer: 'robert' });
  });

  test('an id is unique in a topic', async () => {
    const { url } = await serve();
    const alice = await TestClient.connect(url);
    const mallory = await TestClient.connect(url);
    await alice.join('t', 'alice');
    mallory.send({ type: 'join', topic: 't', peer: 'alice' });
    expect(await mallory.next()).toEqual({ type: 'error', code: 'peer-taken', topic: 't' });
  });
});

test('stopping sends a close, and disconnects clients that do not complete it', async () => {
  const { signaling, url } = await serve({ closeMilliseconds: 50 });
  const polite = await TestClient.connect(url);
  const deaf = await TestClient.connect(url);
  deaf.socket.pause();
  await signaling.stop();
  expect((await polite.closed).code).toBe(1001);
  await expect.poll(() => signaling.connections).toBe(0);
});

test('no client is accepted after the stop', async () => {
  const { signaling, port } = await serve();
  await signaling.stop();
  const late = new TestClient(`ws://127.0.0.1:${port}/signal`);
  expect((await late.closed).code).toBe(1006);
  expect(signaling.connections).toBe(0);
});
