import { expect, it } from 'vitest';
import { replicaId } from '../../paxos/model/ids.ts';
import { toBase64url } from '../base64url.ts';
import { deviceIdentity } from './device-key.ts';
import { fingerprint } from './fingerprint.ts';

/** The examples of the source are IPv4 addresses, of two words each. */
it.each([
  [[127, 0, 0, 1, 63, 84, 220, 193], 'lusab-babad-gutih-tugad'],
  [[63, 118, 7, 35, 140, 98, 193, 141], 'gutuk-bisog-mudof-sakat'],
  [[64, 255, 6, 200, 128, 30, 52, 45], 'haguz-biram-mabiv-gibot'],
  [[147, 67, 119, 2, 212, 58, 253, 68], 'natag-lisaf-tibup-zujah'],
])('spells %j as proquints', (bytes, words) => {
  expect(fingerprint(replicaId(toBase64url(Uint8Array.from([...bytes, 9, 9, 9, 9, 9, 9, 9, 9]))))).toBe(
    words,
  );
});

it('differs between devices, and is the same on every device', () => {
  const ids = [1, 2].map((seed) => deviceIdentity(new Uint8Array(32).fill(seed)).replica);
  const words = ids.map(fingerprint);
  expect(new Set(words).size).toBe(2);
  expect(words[0]).toMatch(/^[a-z]{5}(?:-[a-z]{5}){3}$/);
  expect(ids.map(fingerprint)).toEqual(words);
});

it.each(['me', 'ada-1', 'AAAA'])('is undefined for an id that is not a hash: "%s"', (id) => {
  expect(fingerprint(replicaId(id))).toBeUndefined();
});
