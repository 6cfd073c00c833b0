import { beforeEach, expect, it } from 'vitest';
import type { ServerMessage } from '#shared/signaling/protocol.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { FakeSockets } from '../testing/fake-sockets.ts';
import { lookTimeoutMs, presentTopics } from './present-topics.ts';

let clock: ManualClock;
let sockets: FakeSockets;

beforeEach(() => {
  clock = new ManualClock();
  sockets = new FakeSockets();
});

function look(topics: readonly string[] = ['a', 'b'], host = 'http://10.0.0.1:7420') {
  return presentTopics(host, topics, { openSocket: sockets.open, clock });
}

it('asks after the welcome, and returns the topics that were asked about', async () => {
  const looking = look();
  expect(sockets.last.url).toBe('ws://10.0.0.1:7420/signal');
  expect(sockets.last.received).toEqual([]);
  sockets.last.say({ type: 'welcome', protocol: 1 });
  expect(sockets.last.received).toEqual([{ type: 'look', topics: ['a', 'b'] }]);
  sockets.last.say({ type: 'present', topics: ['b', 'foreign'] });
  expect(await looking).toEqual(new Set(['b']));
  expect(sockets.last.closed).toBe(true);
});

it.each<[string, ServerMessage]>([
  ['a host of another version', { type: 'welcome', protocol: 2 }],
  ['an answer before the question', { type: 'present', topics: ['a'] }],
  ['a full host', { type: 'error', code: 'server-full' }],
])('has no answer from %s', async (_, message) => {
  const looking = look();
  sockets.last.say(message);
  expect(await looking).toBeUndefined();
});

it('has no answer from a host that is too old, silent, closed, or no address', async () => {
  const old = look();
  sockets.last.say({ type: 'welcome', protocol: 1 });
  sockets.last.say({ type: 'error', code: 'bad-message' });
  const silent = look();
  clock.advance(lookTimeoutMs);
  const closed = look();
  sockets.last.listener.closed();
  expect(await Promise.all([old, silent, closed, look(['a'], 'ftp://x')])).toEqual(Array(4).fill(undefined));
});
