import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64url } from '#shared/invite/base64url.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { seal } from '#shared/invite/keys/seal.ts';
import { myself } from '../testing/myself.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { type ConnectionSignal, replayWindow, SignalBox } from './signal-box.ts';

const { signalingKey } = deriveKeys(new Uint8Array(32));
const [ann, ben] = [myself('ann'), myself('ben')];
const at = (who: typeof ann, stay = '00000001') => `${who.replica}-aaaaaaaa-${stay}`;
const [a, b] = [at(ann), at(ben)];

const box = (me = ann, topic = 'topic') => new SignalBox({ topic, signalingKey, me, random: seededBytes(1) });
const offer: ConnectionSignal = { connection: '0123456789abcdef', signal: { type: 'offer', sdp: 'v=0' } };
const candidate: ConnectionSignal = {
  connection: '0123456789abcdef',
  signal: { type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 } },
};

const opened = (signal: ConnectionSignal) => ({ ok: true, signal });
const refused = (problem: string) => ({ ok: false, problem });

/** Seals with any key, number and text, as a misbehaving member could. */
function sealedBy(
  signer: typeof ann,
  number: number,
  content: unknown,
  from = a,
  key = signer.deviceKey,
): string {
  const context = new TextEncoder().encode(`paxboard signal topic ${from} ${b} `);
  const count = new Uint8Array(8);
  new DataView(count.buffer).setFloat64(0, number);
  const text = new TextEncoder().encode(JSON.stringify(content));
  const signature = ed25519.sign(concatBytes(context, count, text), signer.deviceSecretKey);
  const nonce = seededBytes(number % 1000)(24);
  return toBase64url(seal(signalingKey, concatBytes(key, count, signature, text), context, nonce));
}

describe('a signal box', () => {
  it.each([offer, candidate])('opens a sealed signal', (signal) => {
    const data = box().seal(a, b, signal);
    expect(data).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(box(ben).open(a, b, data ?? '')).toEqual(opened(signal));
  });

  it('rejects a signal for another recipient, of another sender, or in another topic', () => {
    const data = box().seal(a, b, offer) ?? '';
    for (const [from, to] of [
      [a, at(myself('carl'))],
      [at(myself('carl')), b],
      [b, a],
    ] as const) {
      expect(box(ben).open(from, to, data)).toEqual(refused('sealed'));
    }
    expect(box(ben, 'other').open(a, b, data)).toEqual(refused('sealed'));
  });

  it('rejects a signal from a peer that has the secret but not the device’s key', () => {
    const thief = myself('thief');
    // With its own key, with the other's public key, and under a name that is no device's.
    expect(box(ben).open(a, b, sealedBy(thief, 1, offer))).toEqual(refused('forged'));
    expect(box(ben).open(a, b, sealedBy(thief, 1, offer, a, ann.deviceKey))).toEqual(refused('forged'));
    expect(box(ben).open('x', b, sealedBy(thief, 1, offer, 'x'))).toEqual(refused('forged'));
    expect(box(ben).open(a, b, sealedBy(ann, 1, offer))).toEqual(opened(offer));
  });

  it('rejects signed data that is not a signal', () => {
    const receiver = box(ben);
    const contents = [
      { ...offer, connection: 'x' },
      { ...offer, more: 1 },
      { ...offer, signal: { type: 'offer', sdp: 'x'.repeat(16 * 1024 + 1) } },
      'text',
    ];
    for (const [index, content] of contents.entries()) {
      expect(receiver.open(a, b, sealedBy(ann, index + 1, content))).toEqual(refused('malformed'));
    }
  });

  it('opens each signal once', () => {
    const [receiver, sender] = [box(ben), box()];
    const first = sender.seal(a, b, offer) ?? '';
    const second = sender.seal(a, b, offer) ?? '';
    expect(receiver.open(a, b, second)).toEqual(opened(offer));
    expect(receiver.open(a, b, first)).toEqual(opened(offer));
    expect(receiver.open(a, b, first)).toEqual(refused('repeated'));
    expect(receiver.open(a, b, second)).toEqual(refused('repeated'));
  });

  it('rejects signals older than its replay window', () => {
    const receiver = box(ben);
    const window = replayWindow;
    for (const number of [window, 2 * window]) {
      expect(receiver.open(a, b, sealedBy(ann, number, candidate))).toEqual(opened(candidate));
    }
    expect(receiver.open(a, b, sealedBy(ann, window - 1, candidate))).toEqual(refused('repeated'));
    expect(receiver.open(a, b, sealedBy(ann, window + 1, candidate))).toEqual(opened(candidate));
  });

  it.each([Number.MAX_SAFE_INTEGER, replayWindow + 1, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'is not silenced by a signal with the number %d',
    (number) => {
      const receiver = box(ben);
      expect(receiver.open(a, b, sealedBy(ann, number, candidate)).ok).toBe(false);
      expect(receiver.open(a, b, sealedBy(ann, 2, candidate))).toEqual(opened(candidate));
    },
  );

  it('is not silenced by others who number signals in its name', () => {
    const receiver = box(ben);
    for (const number of [1, 500, 1000]) {
      expect(receiver.open(a, b, sealedBy(myself('thief'), number, candidate))).toEqual(refused('forged'));
    }
    expect(receiver.open(a, b, sealedBy(ann, 1, candidate))).toEqual(opened(candidate));
  });

  it('counts from 1 for each recipient, and separately for each sender', () => {
    const [sender, receiver] = [box(), box(ben)];
    for (let count = 0; count < 3; count += 1) sender.seal(a, at(myself('carl')), offer);
    expect(receiver.open(a, b, sender.seal(a, b, offer) ?? '')).toEqual(opened(offer));
    const carl = myself('carl');
    expect(receiver.open(at(carl), b, box(carl).seal(at(carl), b, offer) ?? '')).toEqual(opened(offer));
  });

  it('rejects signals sealed for an earlier stay', () => {
    const data = box().seal(a, b, offer) ?? '';
    expect(box(ben).open(a, at(ben, '00000002'), data)).toEqual(refused('sealed'));
  });

  it('does not seal more than a server forwards', () => {
    expect(
      box().seal(a, b, { ...offer, signal: { type: 'offer', sdp: 'x'.repeat(64_000) } }),
    ).toBeUndefined();
  });

  it('rejects malformed input without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{0,200}$/)), (data) => {
        expect(box().open(a, b, data)).toEqual(refused('sealed'));
      }),
    );
  });
});
