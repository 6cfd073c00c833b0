import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from './codec/codec.ts';
import { decodeFrame } from './frame.ts';
import {
  decodeHosts,
  encodeHosts,
  hostsFrameKind,
  maxAddressesPerFrame,
  maxHostsFrameBytes,
} from './hosts.ts';

const hosts = ['http://10.0.0.1:7420', 'http://[fd00::1]:7420'];

test('is decoded unchanged, and only as this kind of frame', () => {
  expect(decodeHosts(encodeHosts(hosts))).toEqual({ ok: true, value: hosts });
  expect(decodeFrame(encodeHosts(hosts))).toMatchObject({ ok: false });
});

test('is truncated to its bounds', () => {
  const many = Array.from({ length: 20 }, (_, at) => `http://10.0.0.${at}:7420`);
  expect(decodeHosts(encodeHosts(many))).toEqual({ ok: true, value: many.slice(0, maxAddressesPerFrame) });
  expect(decodeHosts(encodeHosts(new Array(8).fill(`http://${'a'.repeat(190)}`))).ok).toBe(true);
});

test.each([
  ['no list', 'http://10.0.0.1:7420'],
  ['too many', new Array(maxAddressesPerFrame + 1).fill('http://10.0.0.1:7420')],
  ['no address', ['javascript:alert(1)']],
  ['an address that is too long', [`http://${'a'.repeat(300)}`]],
  ['a number', [7420]],
])('is rejected with %s', (_, value) => {
  expect(decodeHosts(pack(hostsFrameKind, value))).toMatchObject({ ok: false });
});

test('never throws', () => {
  expect(decodeHosts(new Uint8Array(maxHostsFrameBytes + 1).fill(hostsFrameKind))).toMatchObject({
    ok: false,
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeHosts(Uint8Array.of(hostsFrameKind, ...bytes));
    }),
  );
});
