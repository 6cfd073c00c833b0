import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { open, seal, sealOverheadBytes } from './seal.ts';

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
const key = Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at);
const nonce = Uint8Array.from({ length: 24 }, (_, at) => 0x40 + at);
const context = hexToBytes('50515253c0c1c2c3c4c5c6c7');
const plaintext = utf8ToBytes(
  "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, " +
    'sunscreen would be it.',
);
const ciphertext = hexToBytes(
  'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb' +
    '731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452' +
    '2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
    '21f9664c97637da9768812f615c68b13b52e' +
    'c0875924c1c7987947deafd8780acf49',
);

test('writes the nonce, then the ciphertext of the test vector', () => {
  const sealed = seal(key, plaintext, context, nonce);
  expect(sealed).toEqual(Uint8Array.from([...nonce, ...ciphertext]));
  expect(sealed.length).toBe(plaintext.length + sealOverheadBytes);
  expect(open(key, sealed, context)).toEqual(plaintext);
});

test('an empty plaintext can be sealed', () => {
  expect(open(key, seal(key, new Uint8Array(), context, nonce), context)).toEqual(new Uint8Array());
});

test('rejects every modification', () => {
  const sealed = seal(key, plaintext, context, nonce);
  for (let at = 0; at < sealed.length; at += 1) {
    expect(open(key, sealed.with(at, (sealed[at] ?? 0) ^ 1), context)).toBeUndefined();
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(open(key, sealed.subarray(0, length), context)).toBeUndefined();
  }
});

test('rejects another key or another context', () => {
  const sealed = seal(key, plaintext, context, nonce);
  expect(open(key.with(0, 0), sealed, context)).toBeUndefined();
  expect(open(key, sealed, new Uint8Array())).toBeUndefined();
});

test('rejects keys and nonces of a wrong length', () => {
  expect(() => seal(key.subarray(1), plaintext, context, nonce)).toThrow(RangeError);
  expect(() => seal(key, plaintext, context, nonce.subarray(1))).toThrow(RangeError);
});
