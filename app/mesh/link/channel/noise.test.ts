import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { NoiseError, NoiseHandshake, type NoiseOptions } from './noise.ts';

/** Published vectors: those of cacophony, shared by the implementations in Haskell, Rust (snow) and C. */
const vector = {
  prologue: '4a6f686e2047616c74',
  psk: '54686973206973206d7920417573747269616e20706572737065637469766521',
  initiator: '893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a',
  responder: 'bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b',
  /**
   * Not a published one: derived from the two messages below as in the specification. The second message's tag covers
   * everything else.
   */
  handshakeHash: 'f4d03dc34495c95729ea6de9e1b59004b59733102488b3e24bc441e0be208eaf',
  first: [
    '4c756477696720766f6e204d69736573',
    'ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794479b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54',
  ],
  second: [
    '4d757272617920526f746862617264',
    '95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3',
  ],
  transport: [
    ['462e20412e20486179656b', 'e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f'],
    ['4361726c204d656e676572', '64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e'],
    [
      '4a65616e2d426170746973746520536179',
      'e2fa0bed0603b62d3ccac2ecabbf3fe33f3e86514909b323361626266cb2471cc8',
    ],
    [
      '457567656e2042f6686d20766f6e2042617765726b',
      '0c01dc9cec1fe4ddd692e8dd32188aa351088dc91183639a53b57aa4692b5ebdef8b8ca111',
    ],
  ],
} as const;

const none = new Uint8Array();

function end(role: NoiseOptions['role'], change: Partial<NoiseOptions> = {}): NoiseHandshake {
  return new NoiseHandshake({
    role,
    psk: hexToBytes(vector.psk),
    prologue: hexToBytes(vector.prologue),
    ephemeralSecret: hexToBytes(vector[role]),
    ...change,
  });
}

function sessions() {
  const [initiator, responder] = [end('initiator'), end('responder')];
  responder.read(initiator.write(none));
  initiator.read(responder.write(none));
  return [initiator.split(), responder.split()] as const;
}

describe('Noise_NNpsk0_25519_ChaChaPoly_SHA256', () => {
  it('writes and reads the published messages', () => {
    const [initiator, responder] = [end('initiator'), end('responder')];
    const first = initiator.write(hexToBytes(vector.first[0]));
    expect(bytesToHex(first)).toBe(vector.first[1]);
    expect(bytesToHex(responder.read(first))).toBe(vector.first[0]);
    const second = responder.write(hexToBytes(vector.second[0]));
    expect(bytesToHex(second)).toBe(vector.second[1]);
    expect(bytesToHex(initiator.read(second))).toBe(vector.second[0]);

    const [one, other] = [initiator.split(), responder.split()];
    for (const { handshakeHash } of [one, other])
      expect(bytesToHex(handshakeHash)).toBe(vector.handshakeHash);
    for (const [index, [payload, ciphertext]] of vector.transport.entries()) {
      const [from, to] = index % 2 === 0 ? [one, other] : [other, one];
      const sealed = from.send.encryptWithAd(none, hexToBytes(payload));
      expect(bytesToHex(sealed)).toBe(ciphertext);
      expect(bytesToHex(to.receive.decryptWithAd(none, sealed))).toBe(payload);
    }
  });

  it('continues under another key after a rekey at both ends, and not at one', () => {
    const [one, other] = sessions();
    one.send.rekey();
    other.receive.rekey();
    const sealed = one.send.encryptWithAd(none, Uint8Array.of(7));
    expect(other.receive.decryptWithAd(none, sealed)).toEqual(Uint8Array.of(7));
    one.send.rekey();
    const later = one.send.encryptWithAd(none, Uint8Array.of(8));
    expect(() => other.receive.decryptWithAd(none, later)).toThrow(NoiseError);
  });

  it.each<[string, Partial<NoiseOptions>]>([
    ['another pre-shared key', { psk: new Uint8Array(32) }],
    ['another prologue', { prologue: Uint8Array.of(1) }],
  ])('fails with %s', (_what, change) => {
    const first = end('initiator').write(none);
    expect(() => end('responder', change).read(first)).toThrow(NoiseError);
  });

  it('rejects a modified public key, and one that lets anyone compute the shared secret', () => {
    const foreign = x25519.getPublicKey(new Uint8Array(32).fill(5));
    for (const key of [foreign, new Uint8Array(32)]) {
      const [initiator, responder] = [end('initiator'), end('responder')];
      responder.read(initiator.write(none));
      const second = responder.write(none);
      second.set(key);
      expect(() => initiator.read(second)).toThrow(NoiseError);
    }
  });

  it.each([0, 31, 47])('rejects a message of %i bytes', (bytes) => {
    expect(() => end('responder').read(new Uint8Array(bytes))).toThrow(NoiseError);
  });
});
