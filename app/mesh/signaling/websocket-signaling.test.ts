import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '#shared/signaling/protocol.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { FakeSockets } from '../testing/fake-sockets.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import type { SignalingFault } from '../transport.ts';
import {
  askAgainMs,
  checkMs,
  type HostGreeting,
  joinTimeoutMs,
  rejoinLimits,
  signalingUrl,
  steadyStayMs,
  WebSocketSignaling,
} from './websocket-signaling.ts';

function client(host = 'http://192.168.1.20:7420') {
  const clock = new ManualClock();
  const sockets = new FakeSockets();
  const signaling = new WebSocketSignaling({ host, clock, random: seededBytes(1), openSocket: sockets.open });
  const events: string[] = [];
  let joins = 0;
  const start = () =>
    signaling.start(
      {
        topic: 'topic',
        nextAddress: () => {
          joins += 1;
          return `me-${joins}`;
        },
      },
      {
        members: (addresses) => events.push(`members ${addresses.join(' ')}`),
        joined: (address) => events.push(`joined ${address}`),
        left: (address) => events.push(`left ${address}`),
        signal: (from, data) => events.push(`signal ${from} ${data}`),
        changed: () => events.push(signaling.state().status),
      },
    );
  start();
  return { clock, sockets, signaling, events, start };
}

type Client = ReturnType<typeof client>;

function enter({ sockets }: Client, peers: string[] = []): void {
  sockets.last.say({ type: 'welcome', protocol: 1 });
  sockets.last.say({ type: 'members', topic: 'topic', peers });
}

function why({ signaling }: Client): SignalingFault | undefined {
  const state = signaling.state();
  return state.status === 'failing' ? state.why : undefined;
}

describe('the signaling client', () => {
  it("joins its topic after the welcome, and forwards the server's messages", () => {
    const it = client();
    expect(it.sockets.last.url).toBe('ws://192.168.1.20:7420/signal');
    expect(it.signaling.state()).toEqual({ status: 'connecting' });
    enter(it, ['a', 'me-1', 'b']);
    expect(it.sockets.last.received).toEqual([{ type: 'join', topic: 'topic', peer: 'me-1' }]);
    expect(it.signaling.address()).toBe('me-1');
    it.sockets.last.say({ type: 'joined', topic: 'topic', peer: 'c' });
    it.sockets.last.say({ type: 'signal', topic: 'topic', from: 'c', data: 'AAAA' });
    it.sockets.last.say({ type: 'signal', topic: 'other', from: 'c', data: 'BBBB' });
    it.sockets.last.say({ type: 'left', topic: 'topic', peer: 'c' });
    it.sockets.last.say({ type: 'error', code: 'unknown-peer', topic: 'topic' });
    expect(it.events).toEqual(['connected', 'members a b', 'joined c', 'signal c AAAA', 'left c']);
  });

  it('sends signals only while it is in the topic', () => {
    const it = client();
    it.signaling.send('a', 'AAAA');
    expect(it.signaling.address()).toBeUndefined();
    enter(it);
    it.signaling.send('a', 'AAAA');
    expect(it.sockets.last.received.slice(1)).toEqual([
      { type: 'signal', topic: 'topic', to: 'a', data: 'AAAA' },
    ]);
  });

  it('detects a silent server although its socket stays open', async () => {
    const it = client();
    enter(it);
    await it.clock.advance(10 * askAgainMs);
    expect(it.sockets.all).toHaveLength(1);
    it.sockets.silent = true;
    await it.clock.advance(3 * askAgainMs);
    expect(it.events).toContain('failing');
    expect(it.sockets.all.length).toBeGreaterThan(1);
    expect(it.sockets.all[0]?.closed).toBe(true);
  });

  it('detects a silent server quickly when the network may have changed, and keeps one that replies', async () => {
    const it = client();
    it.signaling.check();
    enter(it);
    await it.clock.advance(steadyStayMs);
    for (let times = 0; times < 5; times += 1) {
      it.signaling.check();
      await it.clock.advance(checkMs / 3);
    }
    await it.clock.advance(10 * checkMs);
    expect(it.sockets.all).toHaveLength(1);
    it.sockets.silent = true;
    it.signaling.check();
    await it.clock.advance(checkMs / 2);
    it.signaling.check();
    await it.clock.advance(checkMs / 2 + rejoinLimits.firstMs);
    expect(it.events).toContain('failing');
    expect(it.sockets.all).toHaveLength(2);
  });

  it('reconnects with growing waits, under a new address each time', async () => {
    const it = client();
    enter(it);
    const opened: number[] = [];
    for (let count = 0; count < 200; count += 1) {
      const before = it.sockets.all.length;
      if (!it.sockets.last.closed) it.sockets.last.listener.closed();
      await it.clock.advance(100);
      if (it.sockets.all.length > before) opened.push(it.clock.now());
    }
    expect(opened[0]).toBeLessThanOrEqual(300);
    expect(opened.length).toBeGreaterThan(5);
    expect(opened.length).toBeLessThan(12);
    while (it.sockets.last.closed) await it.clock.advance(100);
    enter(it);
    expect(it.signaling.address()).toBe('me-2');
    expect(it.signaling.state()).toEqual({ status: 'connected' });
  });

  it('waits shortly again after a long stay, but not after a short one', async () => {
    const it = client();
    for (let count = 0; count < 8; count += 1) {
      it.sockets.last.listener.closed();
      await it.clock.advance(10_000);
    }
    enter(it);
    it.sockets.last.listener.closed();
    const before = it.sockets.all.length;
    await it.clock.advance(1000);
    expect(it.sockets.all).toHaveLength(before);
    await it.clock.advance(9000);
    enter(it);
    await it.clock.advance(steadyStayMs);
    it.sockets.last.listener.closed();
    await it.clock.advance(250);
    expect(it.sockets.all).toHaveLength(before + 2);
  });

  const nonsense: [string, unknown][] = [
    ['no JSON', 'hello'],
    ['other JSON', '{"hello":1}'],
    ['bytes', new ArrayBuffer(8)],
    ['too much', 'x'.repeat(70_000)],
    ['members before the welcome', '{"type":"members","topic":"topic","peers":[]}'],
  ];
  it.each(nonsense)('reports a malformed message (%s), and retries later', async (_what, data) => {
    const it = client();
    it.sockets.last.listener.message(data);
    expect(why(it)).toEqual({ type: 'foreign', host: '192.168.1.20:7420' });
    expect(it.sockets.last.closed).toBe(true);
    it.sockets.last.listener.message(data);
    it.sockets.last.listener.closed();
    expect(it.sockets.all.length).toBe(1);
    await it.clock.advance(300);
    expect(it.sockets.all.length).toBe(2);
  });

  it('reports that the host has another version', () => {
    const it = client();
    it.sockets.last.say({ type: 'welcome', protocol: 2 });
    expect(why(it)).toMatchObject({ type: 'version', theirs: 2 });
  });

  it.each<[Extract<ServerMessage, { type: 'error' }>['code'], Partial<SignalingFault>]>([
    ['topic-full', { type: 'boardFull' }],
    ['server-full', { type: 'full' }],
    ['peer-taken', { type: 'refused', code: 'peer-taken' }],
    ['bad-message', { type: 'refused', code: 'bad-message' }],
  ])('is failing when the server rejects it (%s)', async (code, fault) => {
    const it = client();
    it.sockets.last.say({ type: 'welcome', protocol: 1 });
    it.sockets.last.say({ type: 'error', code });
    expect(why(it)).toMatchObject(fault);
    await it.clock.advance(300);
    expect(it.sockets.all.length).toBe(2);
  });

  it('gives up on a server that does not reply', async () => {
    const it = client();
    await it.clock.advance(joinTimeoutMs);
    expect(why(it)).toMatchObject({ type: 'silent' });
    expect(it.sockets.all[0]?.closed).toBe(true);
  });

  it('is failing if the page may not connect at all, and if the address is invalid', () => {
    const it = client();
    it.signaling.stop();
    it.sockets.forbidden = true;
    it.start();
    expect(why(it)).toMatchObject({ type: 'blocked' });
    expect(why(client('not an address'))).toMatchObject({ type: 'badAddress' });
    expect(why(client('ftp://host'))).toMatchObject({ type: 'badAddress' });
  });

  it('joins nothing at a host for which it is stopped at the greeting', () => {
    const sockets = new FakeSockets();
    const heard: HostGreeting[] = [];
    const signaling = new WebSocketSignaling({
      host: 'http://10.0.0.1:7420',
      clock: new ManualClock(),
      random: seededBytes(1),
      openSocket: sockets.open,
      greeted: (greeting) => {
        heard.push(greeting);
        signaling.stop();
      },
    });
    const deaf = () => undefined;
    signaling.start(
      { topic: 'topic', nextAddress: () => 'me-1' },
      { members: deaf, joined: deaf, left: deaf, signal: deaf, changed: deaf },
    );
    sockets.last.say({ type: 'welcome', protocol: 1, host: 'ab'.repeat(16), lends: true });
    expect(heard).toEqual([{ hostId: 'ab'.repeat(16), lends: true }]);
    expect(sockets.last.received).toEqual([]);
  });

  it('leaves the topic and cancels everything when it is stopped', async () => {
    const it = client();
    enter(it);
    it.signaling.stop();
    expect(it.sockets.last.received.at(-1)).toEqual({ type: 'leave', topic: 'topic' });
    expect(it.sockets.last.closed).toBe(true);
    expect(it.clock.pending).toBe(0);
    it.sockets.last.listener.closed();
    await it.clock.advance(60_000);
    expect(it.sockets.all).toHaveLength(1);
    it.start();
    expect(it.sockets.all).toHaveLength(2);
  });

  it('derives the WebSocket URL of a host', () => {
    expect(signalingUrl('https://board.local/')).toBe('wss://board.local/signal');
    expect(signalingUrl('http://me:secret@10.0.0.1:7420/some/page#x')).toBe('ws://10.0.0.1:7420/signal');
    expect(signalingUrl('javascript:alert(1)')).toBeUndefined();
  });
});
