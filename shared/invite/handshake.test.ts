import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import {
  type Hello,
  type Proof,
  type ProvingKeys,
  peerProtocol,
  prove,
  proves,
  readGreeting,
  readHello,
  readProof,
} from './handshake.ts';
import { deviceIdentity } from './keys/device-key.ts';
import { witnessPermission } from './keys/witness-permission.ts';

const editorSecretKey = new Uint8Array(32).fill(3);
const viewerSecretKey = new Uint8Array(32).fill(6);
const checking = {
  editorKey: ed25519.getPublicKey(editorSecretKey),
  viewerKey: ed25519.getPublicKey(viewerSecretKey),
};

const [first, second, third] = [1, 2, 4].map((fill) => deviceIdentity(new Uint8Array(32).fill(fill)));
if (first === undefined || second === undefined || third === undefined) throw new Error('no devices');
const alices: ProvingKeys = { editorSecretKey, deviceSecretKey: first.deviceSecretKey };
const bobs: ProvingKeys = { viewerSecretKey, deviceSecretKey: second.deviceSecretKey };
const wills: ProvingKeys = { deviceSecretKey: third.deviceSecretKey };

const alice: Hello = { deviceKey: first.deviceKey, access: 'edit', name: 'Alice' };
const bob: Hello = { deviceKey: second.deviceKey, access: 'view', name: 'Bob ✏️' };
const will: Hello = {
  deviceKey: third.deviceKey,
  access: 'view',
  witness: witnessPermission(third.deviceKey, editorSecretKey),
  name: 'Server',
};
const hash = new Uint8Array(32).fill(9);

describe('the proof', () => {
  test('is a signature over the role and the handshake hash, always in the same bytes', () => {
    const text = new TextEncoder().encode('paxboard link device initiator ');
    const { device, editor = new Uint8Array() } = prove(alices, 'initiator', hash);
    expect(ed25519.verify(device, Uint8Array.of(...text, ...hash), alice.deviceKey)).toBe(true);
    expect([device, editor].map(bytesToHex)).toEqual(proofBytes);
  });

  test('is accepted by a peer with the same handshake hash', () => {
    expect(proves(checking, 'initiator', alice, hash, prove(alices, 'initiator', hash))).toBe(true);
    expect(proves(checking, 'responder', bob, hash, prove(bobs, 'responder', hash))).toBe(true);
  });

  test('is rejected by its author', () => {
    expect(proves(checking, 'responder', alice, hash, prove(alices, 'initiator', hash))).toBe(false);
  });

  test('is rejected under another handshake hash', () => {
    const other = hash.with(31, 8);
    expect(proves(checking, 'initiator', alice, other, prove(alices, 'initiator', hash))).toBe(false);
  });

  describe('proves each claim of the hello', () => {
    const proof = prove(alices, 'initiator', hash);
    const holds = (changed: Partial<Proof>) =>
      proves(checking, 'initiator', alice, hash, { ...proof, ...changed });
    const spoiled = (bytes: Uint8Array) => bytes.with(5, (bytes[5] ?? 0) ^ 1);
    const others = prove({ ...alices, deviceSecretKey: third.deviceSecretKey }, 'initiator', hash);
    const pretended = prove({ ...alices, editorSecretKey: new Uint8Array(32).fill(9) }, 'initiator', hash);

    test('the device', () => {
      expect(holds({ device: spoiled(proof.device) })).toBe(false);
      expect(holds({ device: others.device })).toBe(false);
      expect(holds({ device: proof.editor ?? new Uint8Array(64) })).toBe(false);
    });

    test('edit access', () => {
      const { editor: _, ...without } = proof;
      expect(proves(checking, 'initiator', alice, hash, without)).toBe(false);
      expect(holds({ editor: pretended.editor ?? new Uint8Array(64) })).toBe(false);
      expect(holds({ editor: proof.device })).toBe(false);
    });

    test('nothing beyond the hello', () => {
      const asEditor = prove({ ...bobs, editorSecretKey }, 'responder', hash);
      expect(proves(checking, 'responder', bob, hash, asEditor)).toBe(false);
    });

    test('view access, which the keys of a link do not give', () => {
      const without = prove(wills, 'responder', hash);
      const { witness: _, ...asViewer } = will;
      expect(proves(checking, 'responder', asViewer, hash, without)).toBe(false);
      const pretends = prove({ ...wills, viewerSecretKey: new Uint8Array(32).fill(8) }, 'responder', hash);
      expect(proves(checking, 'responder', asViewer, hash, pretends)).toBe(false);
    });

    test('the permission of a witness, which is for its key and by an editor', () => {
      const proof = prove(wills, 'responder', hash);
      const holds = (hello: Hello) => proves(checking, 'responder', hello, hash, proof);
      expect(holds(will)).toBe(true);
      expect(holds({ ...will, witness: witnessPermission(bob.deviceKey, editorSecretKey) })).toBe(false);
      expect(holds({ ...will, witness: witnessPermission(third.deviceKey, viewerSecretKey) })).toBe(false);
      const { device } = proof;
      expect(holds({ ...will, witness: device })).toBe(false);
    });
  });

  test('is rejected from a key of small order, which verifies signatures of any text', () => {
    // The neutral element as key and as R, and S = 0 (RFC 8032, section 5.1.7, without a check of the order).
    const neutral = new Uint8Array(32).with(0, 1);
    const device = new Uint8Array(64).with(0, 1);
    expect(
      proves(checking, 'responder', { ...bob, deviceKey: neutral }, hash, {
        ...prove(bobs, 'responder', hash),
        device,
      }),
    ).toBe(false);
  });

  test('requires a hash of the right length', () => {
    expect(() => prove(alices, 'initiator', new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('reading a greeting', () => {
  test('reports the version of another protocol, regardless of its other fields', () => {
    expect(readGreeting({ type: 'hello', protocol: peerProtocol })).toEqual({ ok: true });
    const older = {
      type: 'hello',
      protocol: 3,
      deviceKey: first.deviceKey,
      access: 'edit',
      name: '',
      nonce: hash,
    };
    expect(readGreeting(older)).toEqual({ ok: false, problem: 'version', theirs: 3 });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['another type', { type: 'goodbye', protocol: peerProtocol }],
    ['no protocol', { type: 'hello' }],
    ['protocol 0', { type: 'hello', protocol: 0 }],
    ['protocol 2^32', { type: 'hello', protocol: 2 ** 32 }],
  ])('rejects %s', (_, value) => {
    expect(readGreeting(value)).toEqual({ ok: false, problem: 'malformed' });
  });
});

describe('reading a hello', () => {
  test('accepts a valid one', () => {
    expect(readHello(alice)).toEqual(alice);
    expect(readHello(will)).toEqual(will);
    expect(readHello({ ...alice, name: '' })).toBeDefined();
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['a short key', { ...alice, deviceKey: new Uint8Array(31) }],
    ['a key as text', { ...alice, deviceKey: 'x'.repeat(32) }],
    ['another access', { ...alice, access: 'own' }],
    ['a long name', { ...alice, name: 'x'.repeat(81) }],
    ['a short permission', { ...will, witness: new Uint8Array(63) }],
    ['a witness that may edit', { ...alice, witness: will.witness }],
    ['a witness that is a guest', { ...will, guest: true }],
    ['an unknown field', { ...alice, more: 1 }],
  ])('rejects %s', (_, value) => {
    expect(readHello(value)).toBeUndefined();
  });
});

test('reading a proof checks its form', () => {
  const proof = prove(alices, 'initiator', hash);
  const viewers = prove(bobs, 'responder', hash);
  expect(readProof(proof)).toEqual(proof);
  expect(readProof(prove(wills, 'responder', hash))).toBeDefined();
  expect(readProof(viewers)).toEqual(viewers);
  expect(readProof({ ...proof, device: new Uint8Array(65) })).toBeUndefined();
  expect(readProof({ ...proof, editor: undefined })).toBeUndefined();
  expect(readProof({ ...proof, more: 1 })).toBeUndefined();
  expect(readProof(undefined)).toBeUndefined();
});

/** Computed with OpenSSL's Ed25519 over the text and the hash. */
const proofBytes = [
  'c3993cbe17181c83852ca8932b8b731db2d5d96e516a9653f8b72365161933a4' +
    'ee73ddb572a9b197b6f7de4c0d497b64eadbbfe6262cd59aec788096f910b209',
  'c0cb11c2413fd0f226640a162cb7addd7b34023b1fd3ca122962eee25bf56cca' +
    'ce51b16b9670e38ff6f902d9a0299ab66de3f7624e548fcd0a68bb0666ac9b0b',
];
