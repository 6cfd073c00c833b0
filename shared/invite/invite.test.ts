import { describe, expect, test } from 'vitest';
import { accessOf, inviteFault, isHostAddress, newBoardSecret } from './invite.ts';

const random = Uint8Array.from({ length: 32 }, (_, at) => at * 7);

describe('a new board secret', () => {
  test('is a copy of the random bytes', () => {
    const secret = newBoardSecret(random);
    expect(secret).toEqual(random);
    expect(secret).not.toBe(random);
  });

  test('is rejected if the source is too short or constant', () => {
    expect(() => newBoardSecret(random.subarray(1))).toThrow(RangeError);
    expect(() => newBoardSecret(new Uint8Array(32))).toThrow(/random/);
    expect(() => newBoardSecret(new Uint8Array(32).fill(255))).toThrow(/random/);
  });
});

test.each([
  'http://192.168.1.20:7420',
  'http://localhost:7420/',
  'https://boards.example.org',
  'https://example.org/boards',
  'http://[fd00::1]:7420',
  'http://annas-laptop.local:7420',
])("%s is a host's address", (text) => {
  expect(isHostAddress(text)).toBe(true);
});

test.each([
  '',
  'ftp://192.168.1.20',
  'javascript:alert(1)',
  'http://user:password@192.168.1.20',
  'http://192.168.1.20/?query',
  'http://192.168.1.20/#join',
  'http://a b',
  `http://${'a'.repeat(300)}`,
])("%j is not a host's address", (text) => {
  expect(isHostAddress(text)).toBe(false);
});

test('describes the first part of an invite that is out of bounds', () => {
  const invite = { secret: random, boardName: 'Kitchen', hosts: ['http://localhost:7420'] };
  expect(inviteFault(invite)).toBeUndefined();
  expect(inviteFault({ ...invite, secret: random.subarray(1) })).toMatch(/31 bytes/);
  expect(inviteFault({ ...invite, secret: new Uint8Array(64) })).toBeUndefined();
  expect(inviteFault({ ...invite, boardName: 'x'.repeat(81) })).toMatch(/81 characters/);
  expect(inviteFault({ ...invite, hosts: Array(9).fill('http://localhost') })).toMatch(/9 addresses/);
  expect(inviteFault({ ...invite, hosts: ['file:///'] })).toMatch(/not an address/);
});

test('the length of a secret determines the access', () => {
  expect([32, 64, 0, 31, 63, 65].map((length) => accessOf(new Uint8Array(length)))).toEqual([
    'edit',
    'view',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
