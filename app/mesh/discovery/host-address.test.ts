import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLoopbackAddress, normalHostAddress, readTypedAddress } from './host-address.ts';

test.each([
  ['192.168.1.20:7421', 'http://192.168.1.20:7421'],
  [' 192.168.1.20 ', 'http://192.168.1.20:7420'],
  ['Workshop-PC', 'http://workshop-pc:7420'],
  ['http://workshop-pc.local:8000/', 'http://workshop-pc.local:8000'],
  ['http://workshop-pc', 'http://workshop-pc:7420'],
  ['https://board.example/paxboard/', 'https://board.example/paxboard'],
  ['[FD00::1]:9000', 'http://[fd00::1]:9000'],
  ['fd00::1', 'http://[fd00::1]:7420'],
  ['http://[fd00::1]', 'http://[fd00::1]:7420'],
])('reads %j as %s', (typed, address) => {
  expect(readTypedAddress(typed)).toEqual({ ok: true, address });
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['x'.repeat(201), 'too-long'],
  ['ftp://workshop-pc', 'scheme'],
  ['javascript://alert', 'scheme'],
  ['workshop-pc:99999', 'port'],
  ['workshop-pc:0', 'port'],
  ['workshop-pc:port', 'port'],
  ['workshop-pc:', 'port'],
  ['work shop', 'malformed'],
  ['me:secret@workshop-pc', 'port'],
  ['me@workshop-pc', 'malformed'],
  ['http://', 'malformed'],
  ['http://workshop-pc/?x', 'malformed'],
  ['[fd00::1', 'malformed'],
  ['1.2.3.4.5.6', 'malformed'],
])('rejects %j: %s', (typed, why) => {
  expect(readTypedAddress(typed)).toEqual({ ok: false, fault: why });
});

test('gives every address in its normal form', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV6(), fc.domain()), (typed) => {
      const read = readTypedAddress(typed);
      if (read.ok) expect(normalHostAddress(read.address)).toBe(read.address);
    }),
  );
});

test('recognises addresses that only this computer can use', () => {
  expect(isLoopbackAddress('http://localhost:7420')).toBe(true);
  expect(isLoopbackAddress('http://127.0.0.1:7420')).toBe(true);
  expect(isLoopbackAddress('http://[::1]:7420')).toBe(true);
  expect(isLoopbackAddress('http://192.168.1.20:7420')).toBe(false);
});
