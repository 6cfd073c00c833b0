import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { deriveKeys, linkKeysOf, viewSecretOf } from './keys.ts';

const secret = Uint8Array.from({ length: 32 }, (_, at) => at);
const viewSecret = viewSecretOf(secret);

// Computed with other implementations of RFC 5869 and RFC 8032 (OpenSSL's). A change here makes every board
// unreachable.
test('derives the same keys in every version', () => {
  expect(bytesToHex(viewSecret)).toBe(
    'b664b6dea4871ea80d2e44981ad1b1dfea330ba8a02f0c0549d15f425e8896a7' +
      '3eea36effd978151fbbff932763f42381192310c8469f18c11b5a821e698b961',
  );
  expect(deriveKeys(secret)).toEqual({
    boardId: 'FZxGyE_LiGeUBynGp7pWBA',
    topic: 'qgDqYmvw1g3KllzZrVoPlA',
    signalingKey: hexToBytes('e3ec27ec8d13a991ee4c70ea3398d7f37090767dfea60ae49953eb364001e11e'),
    handshakeKey: hexToBytes('4e02b0e4cdb9261d0d77c1eb78572811773d8825a6aaebe06e64b4cea1f7a1d6'),
    editorKey: hexToBytes('3eea36effd978151fbbff932763f42381192310c8469f18c11b5a821e698b961'),
    viewerKey: hexToBytes('8bb75dae31f5c25ae0afac029d1416b121e0a225dc70e698d47359e964709c2b'),
    viewerSecretKey: hexToBytes('74666befb35ff277d4e62027e42feb5053260adb43d1e62806182bdc1888fa72'),
    veilKey: hexToBytes('b740a453aa784cf8babcf01b0d441058694f68c612a0bc9b9119f81769be69b4'),
    editorSecretKey: hexToBytes('c7b97e76b4710f2cb16111889bac26be9bbe349b972394a6026ba9c2afb4b06a'),
  });
});

test('derives different keys from another secret', () => {
  const mine = deriveKeys(secret);
  const other = deriveKeys(secret.with(31, 99));
  for (const use of ['boardId', 'topic', 'signalingKey', 'handshakeKey', 'editorKey', 'viewerKey'] as const) {
    expect(other[use]).not.toEqual(mine[use]);
  }
});

describe('a viewer', () => {
  test('derives the same keys as an editor, except the signing key', () => {
    const { editorSecretKey: _, ...shared } = deriveKeys(secret);
    expect(deriveKeys(viewSecret)).toEqual(shared);
    expect(deriveKeys(viewSecret)).not.toHaveProperty('editorSecretKey');
  });

  test('can share its view secret', () => {
    expect(viewSecretOf(viewSecret)).toEqual(viewSecret);
  });

  test('derives another topic from a link with a replaced editors’ key', () => {
    expect(deriveKeys(viewSecret.with(63, 0)).topic).not.toBe(deriveKeys(secret).topic);
  });
});

test('a witness gets no secret key, so it proves neither edit nor view access', () => {
  const { editorSecretKey: _, viewerSecretKey: __, veilKey: ___, ...shared } = deriveKeys(secret);
  expect(linkKeysOf(deriveKeys(secret))).toEqual(shared);
});

test('rejects a secret of another length', () => {
  expect(() => deriveKeys(new Uint8Array(31))).toThrow(RangeError);
  expect(() => deriveKeys(new Uint8Array(33))).toThrow(RangeError);
  expect(() => viewSecretOf(new Uint8Array(63))).toThrow(RangeError);
});
