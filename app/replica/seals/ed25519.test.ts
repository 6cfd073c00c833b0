import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it, vi } from 'vitest';
import { type Ed25519, nobleEd25519, platformEd25519, type Subtle } from './ed25519.ts';

const secretKey = new Uint8Array(32).fill(3);
const publicKey = ed25519.getPublicKey(secretKey);
const text = new TextEncoder().encode('what is signed');

const { subtle } = globalThis.crypto;
/** WebCrypto without Ed25519: Chromium 114. */
const older: Subtle = {
  importKey: () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError')),
  sign: () => Promise.reject(new Error('unreachable')),
  verify: () => Promise.reject(new Error('unreachable')),
};
const later = (run: () => void) => void setImmediate(run);

const sign = (by: Ed25519) => new Promise<Uint8Array>((resolve) => by.sign(text, secretKey, resolve));
const verify = (by: Ed25519, signature: Uint8Array, key = publicKey, signed = text) =>
  new Promise<boolean>((resolve) => by.verify(signature, signed, key, resolve));

describe.each<[string, () => Ed25519]>([
  ['WebCrypto', () => platformEd25519(subtle, later)],
  ['WebCrypto without Ed25519', () => platformEd25519(older, later)],
  ['no WebCrypto', () => platformEd25519(undefined, later)],
])('with %s', (_, make) => {
  it('signs as in RFC 8032, and distinguishes valid signatures from invalid ones', async () => {
    const by = make();
    const signature = await sign(by);
    expect(signature).toEqual(ed25519.sign(text, secretKey));
    expect(await verify(by, signature)).toBe(true);
    expect(await verify(by, signature.with(5, (signature[5] ?? 0) ^ 1))).toBe(false);
    expect(await verify(by, signature, publicKey, text.with(0, 0))).toBe(false);
    expect(await verify(by, signature, ed25519.getPublicKey(secretKey.with(0, 9)))).toBe(false);
  });

  it('rejects keys of small order, for which any text is signed, and keys that are not points', async () => {
    const by = make();
    const identity = new Uint8Array(32).with(0, 1);
    const everything = new Uint8Array(64).with(0, 1);
    expect(await verify(by, everything, identity)).toBe(false);
    expect(await verify(by, everything, new Uint8Array(32).fill(2))).toBe(false);
    expect(await verify(by, await sign(by))).toBe(true);
  });
});

it('gives the result of RFC 8032 even if engines differ', async () => {
  const refusing: Subtle = {
    importKey: subtle.importKey.bind(subtle),
    sign: subtle.sign.bind(subtle),
    verify: () => Promise.resolve(false),
  };
  expect(await verify(platformEd25519(refusing, later), ed25519.sign(text, secretKey))).toBe(true);
});

it('probes an engine without Ed25519 once', async () => {
  const importKey = vi.spyOn(older, 'importKey');
  const by = platformEd25519(older, later);
  for (let count = 0; count < 3; count += 1) await verify(by, await sign(by));
  expect(importKey).toHaveBeenCalledTimes(1);
});

it('without WebCrypto, verifies long lists in slices, and yields between them', () => {
  const waiting: (() => void)[] = [];
  let now = 0;
  const by = nobleEd25519(
    (run) => waiting.push(run),
    () => {
      now += 3;
      return now;
    },
  );
  let answers = 0;
  const signature = ed25519.sign(text, secretKey);
  const next = (): void => {
    answers += 1;
    if (answers < 10) by.verify(signature, text, publicKey, next);
  };
  by.verify(signature, text, publicKey, next);
  expect(answers).toBeLessThan(5);
  while (waiting.length > 0) waiting.shift()?.();
  expect(answers).toBe(10);
});
