import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  maxSignalDataLength,
  maxSignalingMessageBytes,
  maxTopicMembers,
  maxTopicsPerConnection,
} from '#shared/signaling/protocol.ts';
import { serve } from '../testing/serve-signaling.ts';
import { TestClient } from '../testing/test-client.ts';
import { maxIdleBeats } from './signaling-connection.ts';

describe('bounds', () => {
  test('members of a topic', async () => {
    const { url } = await serve();
    const clients = await Promise.all(
      Array.from({ length: maxTopicMembers + 1 }, () => TestClient.connect(url)),
    );
    const last = clients.pop();
    for (const [at, client] of clients.entries()) await client.join('t', `p${at}`);
    last?.send({ type: 'join', topic: 't', peer: 'last' });
    expect(await last?.next()).toEqual({ type: 'error', code: 'topic-full', topic: 't' });
  });

  test('topics of a connection', async () => {
    const { signaling, url } = await serve();
    const alice = await TestClient.connect(url);
    for (let at = 0; at < maxTopicsPerConnection; at += 1) await alice.join(`t${at}`, 'alice');
    alice.send({ type: 'join', topic: 'one-more', peer: 'alice' });
    expect(await alice.next()).toEqual({ type: 'error', code: 'too-many-topics', topic: 'one-more' });
    expect(signaling.topics).toBe(maxTopicsPerConnection);
  });

  test('connections in total, and per address', async () => {
    for (const limits of [{ maxConnections: 2 }, { maxConnectionsPerAddress: 2 }]) {
      const { url } = await serve(limits);
      const first = await TestClient.connect(url);
      await TestClient.connect(url);
      const third = new TestClient(url);
      expect(await third.next()).toEqual({ type: 'error', code: 'server-full' });
      expect((await third.closed).code).toBe(1013);
      first.socket.close();
      await first.closed;
      await expect.poll(async () => (await new TestClient(url).next()).type).toBe('welcome');
    }
  });

  test('size of a message', async () => {
    const { signaling, url } = await serve();
    const alice = await TestClient.connect(url);
    alice.socket.send('x'.repeat(maxSignalingMessageBytes + 1));
    expect((await alice.closed).code).toBe(1009);
    expect(signaling.broken).toBe(1);
    await TestClient.connect(url);
  });

  test('rate: messages beyond it are dropped, and accepted again when the client slows down', async () => {
    let now = 0;
    const { url } = await serve({ burstMessages: 3, messagesPerSecond: 1 }, () => now);
    const alice = await TestClient.connect(url);
    for (let at = 0; at < 5; at += 1) alice.send({ type: 'leave', topic: 't' });
    for (let at = 0; at < 3; at += 1) expect(await alice.next()).toMatchObject({ code: 'not-joined' });
    expect(await alice.next()).toEqual({ type: 'error', code: 'too-fast' });
    now += 1000;
    // The fifth was dropped silently.
    expect(await alice.nextAfterRequest()).toMatchObject({ code: 'not-joined' });
  });

  test('rate: long messages count as several', async () => {
    const { url } = await serve({ burstMessages: 10, messagesPerSecond: 0 }, () => 0);
    const alice = await TestClient.connect(url);
    alice.send({ type: 'signal', topic: 't', to: 'p', data: 'd'.repeat(maxSignalDataLength) });
    expect(await alice.next()).toEqual({ type: 'error', code: 'too-fast' });
  });

  test('a flood ends the connection, and no other', async () => {
    const { url } = await serve({ burstMessages: 5, messagesPerSecond: 0, maxDroppedMessages: 10 }, () => 0);
    const alice = await TestClient.connect(url);
    const mallory = await TestClient.connect(url);
    for (let at = 0; at < 1000; at += 1) mallory.send({ type: 'leave', topic: 't' });
    expect((await mallory.closed).code).toBe(1008);
    expect(await alice.join('t', 'alice')).toEqual([]);
  });

  test('malformed messages get an error, and after a few the connection ends', async () => {
    const { url } = await serve({ maxBadMessages: 3 });
    const alice = await TestClient.connect(url);
    alice.socket.send('hello?');
    expect(await alice.next()).toEqual({ type: 'error', code: 'bad-message' });
    alice.socket.send(Uint8Array.of(1, 2, 3));
    expect(await alice.next()).toEqual({ type: 'error', code: 'bad-message' });
    alice.socket.send('{"type":"join","topic":"no spaces","peer":"p"}');
    expect(await alice.next()).toEqual({ type: 'error', code: 'bad-message' });
    expect((await alice.closed).code).toBe(1008);
  });

  test('messages after the one that ended the connection are ignored', async () => {
    const { url, signaling } = await serve({ maxBadMessages: 1 });
    const alice = await TestClient.connect(url);
    const bob = await TestClient.connect(url);
    await bob.join('t', 'bob');
    alice.socket.send('hello?');
    alice.send({ type: 'join', topic: 't', peer: 'alice' });
    await alice.closed;
    await expect.poll(() => signaling.connections).toBe(1);
    expect(await bob.nextAfterRequest()).toMatchObject({ code: 'not-joined' });
  });

  test('a rejected client that does not complete the close is disconnected', async () => {
    const { port } = await serve({ maxConnections: 0, closeMilliseconds: 50 });
    const { socket, ended } = await rawClient(port);
    expect(socket.destroyed).toBe(false);
    await ended;
  });

  test('bytes that are not WebSocket frames end their connection only', async () => {
    const { port, signaling, url } = await serve();
    const { socket, ended } = await rawClient(port);
    socket.write(Buffer.alloc(1000, 0xff));
    await ended;
    await expect.poll(() => signaling.broken).toBe(1);
    await TestClient.connect(url);
  });

  test('a client that does not read is disconnected', async () => {
    const { url, signaling } = await serve({ maxBufferedBytes: 200_000, burstMessages: 1_000_000 });
    const sleepy = await TestClient.connect(url);
    const eager = await TestClient.connect(url);
    await sleepy.join('t', 'sleepy');
    await eager.join('t', 'eager');
    sleepy.socket.pause();
    const data = 'd'.repeat(maxSignalDataLength);
    // Fills the system's buffers, then the server's. Waiting for each reply keeps sender and server in step.
    for (let at = 0; signaling.connections === 2 && at < 2000; at += 1) {
      for (let message = 0; message < 10; message += 1) {
        eager.send({ type: 'signal', topic: 't', to: 'sleepy', data });
      }
      await expectProgress(eager);
    }
    expect(signaling.connections).toBe(1);
  });

  test('a client without pongs is disconnected; one that sends them is not', async () => {
    const { signaling, url } = await serve();
    const alive = await TestClient.connect(url);
    const dead = new TestClient(url);
    await dead.next();
    dead.socket.pause();
    signaling.beat();
    await new Promise((resolve) => alive.socket.once('ping', resolve));
    // The reply to the join arrives after the pong was sent.
    await alive.join('t', 'alive');
    signaling.beat();
    await expect.poll(() => signaling.connections).toBe(1);
    expect(await alive.join('u', 'alive')).toEqual([]);
  });
});

test('a connection without a topic is closed after a while; one with a topic stays', async () => {
  const { signaling, url } = await serve();
  const idle = await TestClient.connect(url);
  const member = await TestClient.connect(url);
  await member.join('t', 'member');
  for (let beat = 0; beat < maxIdleBeats; beat += 1) {
    signaling.beat();
    // The pong precedes these messages, which also count as pongs.
    for (const client of [idle, member]) await client.nextAfterRequest();
  }
  signaling.beat();
  expect(await idle.closed).toMatchObject({ code: 1008, reason: 'in no topic' });
  expect(await member.join('u', 'member')).toEqual([]);
});

/** Opens a WebSocket over a plain socket, for bytes that are not frames. */
async function rawClient(port: number) {
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => socket.destroy());
  socket.write(
    'GET /signal HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resume();
  return { socket, ended };
}

/** Waits for the reply to a request sent after everything else; skips refusals of signals to a client that left. */
async function expectProgress(client: TestClient): Promise<void> {
  client.send({ type: 'leave', topic: 'never-joined' });
  for (;;) {
    const message = await client.next();
    if (message.type === 'error' && message.code === 'not-joined') return;
  }
}
