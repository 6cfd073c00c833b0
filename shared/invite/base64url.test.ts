import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// RFC 4648, section 10, without padding.
test.each([
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
])('encodes and decodes %j as in RFC 4648', (plain, coded) => {
  expect(toBase64url(bytes(plain))).toBe(coded);
  expect(fromBase64url(coded)).toEqual(bytes(plain));
});

test('uses the two characters that are safe in links', () => {
  expect(toBase64url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-');
  expect(fromBase64url('-__-')).toEqual(Uint8Array.of(0xfb, 0xff, 0xfe));
});

test.each(['Zg==', 'Z', 'Zm9vY', 'Zm+v', 'Zm/v', 'Zm 9', 'Zé', 'Zh', '🂡🂡'])('rejects %j', (text) => {
  expect(fromBase64url(text)).toBeUndefined();
});
