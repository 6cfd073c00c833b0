import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Draft, digestBytes, noDigest } from '../paxos/model/entry.ts';
import { maxReplicaIdLength, replicaId } from '../paxos/model/ids.ts';
import { sequenceOf } from '../paxos/model/sequence.ts';
import { groupDigest } from './group-digest.ts';

const origins = fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{1,${maxReplicaIdLength}}$`)).map(replicaId);
const drafts = fc.record({
  origin: origins,
  first: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  bodies: fc.array(fc.uint8Array({ maxLength: 5_000, size: 'max' }), { minLength: 1, maxLength: 4 }),
});
const digests = fc.uint8Array({ minLength: digestBytes, maxLength: digestBytes });

function number(value: number | bigint, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => Number(BigInt(value) >> BigInt(8 * (bytes - 1 - at))));
}

/** The parts one after the other, as the description of the digest lists them. */
function plainDigest({ origin, first, bodies }: Draft, previous: Uint8Array): Uint8Array {
  const name = utf8ToBytes(origin);
  const parts = [
    utf8ToBytes('paxboard commands 1'),
    number(name.length, 1),
    name,
    number(first, 8),
    number(bodies.length, 4),
    number(previous.length, 1),
    previous,
    ...bodies.flatMap((body) => [number(body.byteLength, 4), body]),
  ];
  return sha256(concatBytes(...parts));
}

test('the digest of a group is that of its parts, small and large', () => {
  fc.assert(
    fc.property(drafts, digests, (draft, previous) => {
      expect(groupDigest(draft, previous)).toEqual(plainDigest(draft, previous));
    }),
  );
});

test('a released device computes this digest: another one would make its signatures invalid', () => {
  const draft = {
    origin: replicaId('a-board_member'),
    first: sequenceOf(7, 3),
    bodies: [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(6_000).fill(9)],
  };
  expect(bytesToHex(groupDigest(draft, noDigest))).toBe(
    '0a1f988367276ab43a09fcaa8b099c6446f2db515ed16fd247decc9c98ed2b6f',
  );
});
