import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { deriveKeys } from './keys.ts';

const secret = Uint8Array.from({ length: 32 }, (_, at) => at);

// Computed with another implementation of RFC 5869 (OpenSSL's). A change here makes every board unreachable.
test('derives what it always derived', () => {
  const keys = deriveKeys(secret);
  expect(keys.boardId).toBe('yh3TIUb6a-O2WOwsT7-sMA');
  expect(keys.topic).toBe('bWs-lkimCsdQbqkTA6VNgQ');
  expect(bytesToHex(keys.signalingKey)).toBe(
    'bdffaddc4347943d335bb6919526bf1b3f7d9d7345e498b8058c71da37fd9ba0',
  );
  expect(bytesToHex(keys.handshakeKey)).toBe(
    '4e90f56629ccdf727973a72b2a03edbd63c9dfd55a8b76b143f3cb09be85d15b',
  );
});

test('derives something else altogether from another secret', () => {
  const mine = deriveKeys(secret);
  const other = deriveKeys(secret.with(31, 99));
  expect(other.boardId).not.toBe(mine.boardId);
  expect(other.topic).not.toBe(mine.topic);
  expect(other.signalingKey).not.toEqual(mine.signalingKey);
  expect(other.handshakeKey).not.toEqual(mine.handshakeKey);
});

test('refuses a secret of another length', () => {
  expect(() => deriveKeys(new Uint8Array(31))).toThrow(RangeError);
  expect(() => deriveKeys(new Uint8Array(33))).toThrow(RangeError);
});
