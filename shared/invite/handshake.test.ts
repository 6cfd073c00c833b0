import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { replicaId } from '../paxos/ids.ts';
import { type Hello, prove, proves, readHello, readProof, type Transcript } from './handshake.ts';

const key = new Uint8Array(32).fill(7);

const alice: Hello = {
  type: 'hello',
  protocol: 1,
  replica: replicaId('alice-1'),
  name: 'Alice',
  nonce: new Uint8Array(32).fill(1),
};
const bob: Hello = {
  type: 'hello',
  protocol: 1,
  replica: replicaId('bob-2'),
  name: 'Bob ✏️',
  nonce: new Uint8Array(32).fill(2),
};
const transcript: Transcript = { initiator: alice, responder: bob };

describe('the proof', () => {
  // Computed with OpenSSL's HMAC over the parts written out by hand.
  test('is what it always was', () => {
    expect(bytesToHex(prove(key, 'initiator', transcript))).toBe(
      '8ea1dd81ce1f4dd214d16e9ae1f2fab169452fd691313599f5a8bba88ceb593b',
    );
    expect(bytesToHex(prove(key, 'responder', transcript))).toBe(
      '6a269a5273cb0690f745b3df8b01047aacaa248da87b7c9ac85ccc79fc7a3194',
    );
    const bound = { ...transcript, channelBinding: Uint8Array.of(9, 9, 9) };
    expect(bytesToHex(prove(key, 'initiator', bound))).toBe(
      'cea2bf28dfec3c4dc501f5508a304d89d60c519a3907739711853efc2cf214be',
    );
  });

  test('convinces a peer that has seen the same', () => {
    expect(proves(key, 'initiator', transcript, prove(key, 'initiator', transcript))).toBe(true);
    expect(proves(key, 'responder', transcript, prove(key, 'responder', transcript))).toBe(true);
  });

  test('can not be sent back to its author', () => {
    expect(proves(key, 'responder', transcript, prove(key, 'initiator', transcript))).toBe(false);
  });

  test.each<[string, Transcript]>([
    ['other nonce', { ...transcript, responder: { ...bob, nonce: new Uint8Array(32).fill(3) } }],
    ['other replica', { ...transcript, initiator: { ...alice, replica: replicaId('alice-2') } }],
    ['other name', { ...transcript, initiator: { ...alice, name: 'Mallory' } }],
    ['other protocol', { ...transcript, responder: { ...bob, protocol: 2 } }],
    ['roles exchanged', { initiator: bob, responder: alice }],
    ['other connection', { ...transcript, channelBinding: Uint8Array.of(1) }],
    [
      'a border moved',
      {
        ...transcript,
        initiator: { ...alice, replica: replicaId('alice-1A'), name: 'lice' },
      },
    ],
  ])('does not hold for another transcript: %s', (_, other) => {
    expect(proves(key, 'initiator', other, prove(key, 'initiator', transcript))).toBe(false);
  });

  test('does not hold under another key, or cut, or empty', () => {
    const proof = prove(key, 'initiator', transcript);
    expect(proves(key.with(0, 0), 'initiator', transcript, proof)).toBe(false);
    expect(proves(key, 'initiator', transcript, proof.subarray(0, 31))).toBe(false);
    expect(proves(key, 'initiator', transcript, new Uint8Array())).toBe(false);
  });

  test('has a bound on the channel binding', () => {
    const channelBinding = new Uint8Array(257);
    expect(() => prove(key, 'initiator', { ...transcript, channelBinding })).toThrow(RangeError);
  });
});

describe('reading a hello', () => {
  test('takes a good one', () => {
    expect(readHello(alice)).toEqual({ ok: true, hello: alice });
    expect(readHello({ ...alice, name: '' }).ok).toBe(true);
  });

  test('says which version another one speaks, whatever else it holds', () => {
    const newer = { type: 'hello', protocol: 2, something: 'else' };
    expect(readHello(newer)).toEqual({ ok: false, problem: 'version', theirs: 2 });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['another type', { ...alice, type: 'goodbye' }],
    ['no protocol', { ...alice, protocol: undefined }],
    ['protocol 0', { ...alice, protocol: 0 }],
    ['a bad replica id', { ...alice, replica: 'not an id' }],
    ['a long replica id', { ...alice, replica: 'x'.repeat(65) }],
    ['a long name', { ...alice, name: 'x'.repeat(81) }],
    ['a short nonce', { ...alice, nonce: new Uint8Array(31) }],
    ['a nonce as text', { ...alice, nonce: 'x'.repeat(32) }],
    ['more than it should', { ...alice, more: 1 }],
  ])('refuses %s', (_, value) => {
    expect(readHello(value)).toEqual({ ok: false, problem: 'malformed' });
  });
});

test('reading a proof looks at its form', () => {
  const proof = { type: 'proof', proof: prove(key, 'initiator', transcript) };
  expect(readProof(proof)).toEqual(proof);
  expect(readProof({ ...proof, proof: new Uint8Array(31) })).toBeUndefined();
  expect(readProof({ ...proof, type: 'hello' })).toBeUndefined();
  expect(readProof(undefined)).toBeUndefined();
});
