import { expect, test } from 'vitest';
import { channels, readHostAnswer, readJoinLink } from './ipc.ts';

const info = { app: 'paxboard', version: '1', port: 7420, addresses: ['http://10.0.0.1:7420'], name: 'anna' };

test('a good answer passes', () => {
  expect(readHostAnswer({ ok: true, info })).toEqual({ ok: true, info });
  expect(readHostAnswer({ ok: false, why: 'no port was free' })).toEqual({
    ok: false,
    why: 'no port was free',
  });
});

test.each([
  undefined,
  null,
  'ok',
  {},
  { ok: true },
  { ok: true, info: { ...info, port: 0 } },
  { ok: true, info: { ...info, app: 'other' } },
  { ok: true, info: { ...info, addresses: Array(17).fill('http://h') } },
  { ok: false },
  { ok: false, why: 'x'.repeat(2000) },
])('%j is told as a mismatch', (value) => {
  expect(readHostAnswer(value)).toMatchObject({ ok: false, why: expect.stringContaining('restart') });
});

test('a join link is a text of bounded length', () => {
  expect(readJoinLink('paxboard://join/x')).toBe('paxboard://join/x');
  expect(readJoinLink('x'.repeat(5000))).toBeUndefined();
  expect(readJoinLink({ link: 'x' })).toBeUndefined();
});

test('no two channels share a name', () => {
  const names = Object.values(channels);
  expect(new Set(names).size).toBe(names.length);
});
