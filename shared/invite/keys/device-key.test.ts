import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { deviceIdentity, deviceKeyBytes, replicaOf } from './device-key.ts';

// Computed with OpenSSL's Ed25519 and SHA-256. A change here changes the identity of every device.
test('the replica id of a key never changes', () => {
  const { deviceKey, replica } = deviceIdentity(new Uint8Array(deviceKeyBytes).fill(7));
  expect(bytesToHex(deviceKey)).toBe('ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c');
  expect(replica).toBe('Fx4S54__nj_s66osoJL6Bw');
  expect(replicaOf(deviceKey)).toBe(replica);
});

test('another key gives another replica id', () => {
  const { replica, deviceKey } = deviceIdentity(new Uint8Array(deviceKeyBytes).fill(8));
  expect(replica).not.toBe('Fx4S54__nj_s66osoJL6Bw');
  expect(replicaOf(deviceKey.with(0, 1))).not.toBe(replica);
});

test('a key of another length is rejected', () => {
  expect(() => deviceIdentity(new Uint8Array(31))).toThrow(RangeError);
});
