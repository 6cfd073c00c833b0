import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { deviceIdentity } from './device-key.ts';
import {
  type CheckingKeys,
  type Hello,
  type Proof,
  type ProvingKeys,
  peerProtocol,
  prove,
  proves,
  readHello,
  readProof,
  type Transcript,
} from './handshake.ts';

const handshakeKey = new Uint8Array(32).fill(7);
const editorSecretKey = new Uint8Array(32).fill(3);
const checking: CheckingKeys = { handshakeKey, editorKey: ed25519.getPublicKey(editorSecretKey) };

const [first, second, third] = [1, 2, 4].map((fill) => deviceIdentity(new Uint8Array(32).fill(fill)));
if (first === undefined || second === undefined || third === undefined) throw new Error('no devices');
const alices: ProvingKeys = { handshakeKey, editorSecretKey, deviceSecretKey: first.deviceSecretKey };
const bobs: ProvingKeys = { handshakeKey, deviceSecretKey: second.deviceSecretKey };

const alice: Hello = {
  type: 'hello',
  protocol: peerProtocol,
  deviceKey: first.deviceKey,
  access: 'edit',
  name: 'Alice',
  nonce: new Uint8Array(32).fill(1),
};
const bob: Hello = {
  type: 'hello',
  protocol: peerProtocol,
  deviceKey: second.deviceKey,
  access: 'view',
  name: 'Bob ✏️',
  nonce: new Uint8Array(32).fill(2),
};
const transcript: Transcript = { initiator: alice, responder: bob, channelBinding: Uint8Array.of(9, 9, 9) };

describe('the proof', () => {
  // Computed with OpenSSL's HMAC and Ed25519 over the parts written out by hand.
  test('is what it always was', () => {
    const second = {
      ...transcript,
      initiator: { ...alice, protocol: 2 },
      responder: { ...bob, protocol: 2 },
    };
    const { member, device, editor = new Uint8Array() } = prove(alices, 'initiator', second);
    expect([member, device, editor].map(bytesToHex)).toEqual([
      '1ccfe213c379114dcc2331faa37daa14675422f594c21eb275a51caf038043ea',
      'b3e6bb925d7bbd0d98c40da7400be3c0fa2d81e46e66f5a7f9f41eac6bfb7fcf' +
        '397bc046f11240c3ea580884d030e6aa762147f411a06e415dc4f5b47f4b9401',
      'c4de7ebfa3a72fbcc174756ab139b2fda74873af66c845193c5668eb02f6065d' +
        '5219ff33d63e2e73792de02a91147c9269521d568afd4cb05e64080aa8ae6c0c',
    ]);
    expect(prove(bobs, 'responder', second)).toEqual({
      type: 'proof',
      member: hexToBytes('a0b3b32c50eb20aa83bab3d01011e35373b4567c92218fb1175bb09ffdefbfd6'),
      device: hexToBytes(
        '8934083c414a295682b3ebc54372fed75ccca4e82a808a73fae7bccee283ed79' +
          'e85276fc2bc241d74737974b99e3e48b718564549a3ff51906d79e97dabe8c07',
      ),
    });
  });

  test('convinces a peer that has seen the same', () => {
    expect(proves(checking, 'initiator', transcript, prove(alices, 'initiator', transcript))).toBe(true);
    expect(proves(checking, 'responder', transcript, prove(bobs, 'responder', transcript))).toBe(true);
  });

  test('cannot be sent back to its author', () => {
    const both = { ...transcript, responder: alice };
    expect(proves(checking, 'responder', both, prove(alices, 'initiator', both))).toBe(false);
  });

  test.each<[string, Transcript]>([
    ['other nonce', { ...transcript, responder: { ...bob, nonce: new Uint8Array(32).fill(3) } }],
    ['other device', { ...transcript, initiator: { ...alice, deviceKey: third.deviceKey } }],
    ['other name', { ...transcript, initiator: { ...alice, name: 'Mallory' } }],
    ['other access', { ...transcript, responder: { ...bob, access: 'edit' } }],
    ['other protocol', { ...transcript, responder: { ...bob, protocol: peerProtocol + 1 } }],
    ['other connection', { ...transcript, channelBinding: Uint8Array.of(1) }],
    ['roles exchanged', { ...transcript, initiator: bob, responder: alice }],
  ])('does not hold for another transcript: %s', (_, other) => {
    const proof = prove(alices, 'initiator', transcript);
    expect(proves(checking, 'initiator', other, proof)).toBe(false);
  });

  test('moves no border between its parts', () => {
    const shifted = { ...bob, name: `${bob.name}x` };
    const one = prove(alices, 'initiator', { ...transcript, responder: shifted });
    expect(proves(checking, 'initiator', transcript, one)).toBe(false);
  });

  describe('shows each thing that it says', () => {
    const proof = prove(alices, 'initiator', transcript);
    const holds = (changed: Partial<Proof>, keys: CheckingKeys = checking) =>
      proves(keys, 'initiator', transcript, { ...proof, ...changed });
    const spoiled = (bytes: Uint8Array | undefined) =>
      bytes?.with(5, (bytes[5] ?? 0) ^ 1) ?? new Uint8Array();
    const others = prove({ ...alices, deviceSecretKey: third.deviceSecretKey }, 'initiator', transcript);
    const pretended = prove(
      { ...alices, editorSecretKey: new Uint8Array(32).fill(9) },
      'initiator',
      transcript,
    );

    test('that it was invited', () => {
      expect(holds({ member: spoiled(proof.member) })).toBe(false);
      expect(holds({}, { ...checking, handshakeKey: new Uint8Array(32) })).toBe(false);
    });

    test('which device it is', () => {
      expect(holds({ device: spoiled(proof.device) })).toBe(false);
      expect(holds({ device: others.device })).toBe(false);
      expect(holds({ device: proof.editor ?? new Uint8Array(64) })).toBe(false);
    });

    test('that it may edit', () => {
      const { editor: _, ...without } = proof;
      expect(proves(checking, 'initiator', transcript, without)).toBe(false);
      expect(holds({ editor: pretended.editor ?? new Uint8Array(64) })).toBe(false);
      expect(holds({ editor: proof.device })).toBe(false);
    });

    test('no more than its hello says', () => {
      const asEditor = prove({ ...bobs, editorSecretKey }, 'responder', transcript);
      expect(proves(checking, 'responder', transcript, asEditor)).toBe(false);
    });
  });

  test('by a key for which some signatures hold for any text proves nothing', () => {
    // The neutral element as key and as R, and S = 0 (RFC 8032, section 5.1.7, without a check of the order).
    const neutral = new Uint8Array(32).with(0, 1);
    const anyText = new Uint8Array(64).with(0, 1);
    const forged = { ...transcript, responder: { ...bob, deviceKey: neutral } };
    const { member } = prove(bobs, 'responder', forged);
    expect(proves(checking, 'responder', forged, { type: 'proof', member, device: anyText })).toBe(false);
  });

  test('has a bound on the channel binding', () => {
    const channelBinding = new Uint8Array(257);
    expect(() => prove(alices, 'initiator', { ...transcript, channelBinding })).toThrow(RangeError);
  });
});

describe('reading a hello', () => {
  test('takes a good one', () => {
    expect(readHello(alice)).toEqual({ ok: true, hello: alice });
    expect(readHello({ ...alice, name: '' }).ok).toBe(true);
  });

  test('says which version another one speaks, whatever else it holds', () => {
    const newer = { type: 'hello', protocol: peerProtocol + 1, something: 'else' };
    expect(readHello(newer)).toEqual({ ok: false, problem: 'version', theirs: peerProtocol + 1 });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['another type', { ...alice, type: 'goodbye' }],
    ['no protocol', { ...alice, protocol: undefined }],
    ['protocol 0', { ...alice, protocol: 0 }],
    ['a short key', { ...alice, deviceKey: new Uint8Array(31) }],
    ['a key as text', { ...alice, deviceKey: 'x'.repeat(32) }],
    ['another access', { ...alice, access: 'own' }],
    ['a long name', { ...alice, name: 'x'.repeat(81) }],
    ['a short nonce', { ...alice, nonce: new Uint8Array(31) }],
    ['a nonce as text', { ...alice, nonce: 'x'.repeat(32) }],
    ['more than it should', { ...alice, more: 1 }],
  ])('refuses %s', (_, value) => {
    expect(readHello(value)).toEqual({ ok: false, problem: 'malformed' });
  });
});

test('reading a proof looks at its form', () => {
  const proof = prove(alices, 'initiator', transcript);
  const { editor: _, ...viewers } = proof;
  expect(readProof(proof)).toEqual(proof);
  expect(readProof(viewers)).toEqual(viewers);
  expect(readProof({ ...proof, member: new Uint8Array(31) })).toBeUndefined();
  expect(readProof({ ...proof, device: new Uint8Array(65) })).toBeUndefined();
  expect(readProof({ ...proof, editor: undefined })).toBeUndefined();
  expect(readProof({ ...proof, more: 1 })).toBeUndefined();
  expect(readProof({ ...proof, type: 'hello' })).toBeUndefined();
  expect(readProof(undefined)).toBeUndefined();
});
