import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '#shared/invite/keys.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { type ConnectionSignal, replayWindow, SignalBox } from './signal-box.ts';

const { signalingKey } = deriveKeys(new Uint8Array(32));
const box = (topic = 'topic') => new SignalBox({ topic, signalingKey, random: seededBytes(1) });
const offer: ConnectionSignal = { connection: '0123456789abcdef', signal: { type: 'offer', sdp: 'v=0' } };
const candidate: ConnectionSignal = {
  connection: '0123456789abcdef',
  signal: { type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 } },
};

describe('a signal box', () => {
  it.each([offer, candidate])('opens what it sealed', (signal) => {
    const data = box().seal('a', 'b', signal);
    expect(data).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(box().open('a', 'b', data ?? '')).toEqual(signal);
  });

  it('does not open what was sealed for another, by another, or in another topic', () => {
    const data = box().seal('a', 'b', offer) ?? '';
    expect(box().open('a', 'c', data)).toBeUndefined();
    expect(box().open('c', 'b', data)).toBeUndefined();
    expect(box().open('b', 'a', data)).toBeUndefined();
    expect(box('other').open('a', 'b', data)).toBeUndefined();
  });

  it('does not open what is not a signal, though a member sealed it', () => {
    const send = (signal: object) =>
      box().open('a', 'b', box().seal('a', 'b', { ...offer, ...signal }) ?? '');
    expect(send({ connection: 'x' })).toBeUndefined();
    expect(send({ more: 1 })).toBeUndefined();
    expect(send({ signal: { type: 'offer', sdp: 'x'.repeat(16 * 1024 + 1) } })).toBeUndefined();
  });

  it('opens each signal once', () => {
    const receiver = box();
    const sender = box();
    const first = sender.seal('a', 'b', offer) ?? '';
    const second = sender.seal('a', 'b', offer) ?? '';
    expect(receiver.open('a', 'b', second)).toEqual(offer);
    expect(receiver.open('a', 'b', first)).toEqual(offer);
    expect(receiver.open('a', 'b', first)).toBeUndefined();
    expect(receiver.open('a', 'b', second)).toBeUndefined();
  });

  it('opens no signal again that is older than what it can tell', () => {
    const receiver = box();
    const sender = box();
    const all = Array.from({ length: replayWindow + 1 }, () => sender.seal('a', 'b', candidate) ?? '');
    expect(receiver.open('a', 'b', all.at(-1) ?? '')).toEqual(candidate);
    expect(receiver.open('a', 'b', all[0] ?? '')).toBeUndefined();
    expect(receiver.open('a', 'b', all[1] ?? '')).toEqual(candidate);
  });

  it('counts a device under all its addresses, and each device for itself', () => {
    const receiver = box();
    const [one, other] = ['1', '2'].map((digit) => digit.repeat(32));
    const sender = box();
    const early = sender.seal(`${one}-1`, 'b', offer) ?? '';
    const late = Array.from({ length: replayWindow }, () => sender.seal(`${one}-2`, 'b', offer) ?? '');
    expect(receiver.open(`${one}-2`, 'b', late.at(-1) ?? '')).toEqual(offer);
    expect(receiver.open(`${one}-1`, 'b', early)).toBeUndefined();
    expect(receiver.open(`${other}-1`, 'b', box().seal(`${other}-1`, 'b', offer) ?? '')).toEqual(offer);
  });

  it('takes nothing that was sealed for an earlier stay of its own', () => {
    const data = box().seal('a', `${'1'.repeat(32)}-1`, offer) ?? '';
    expect(box().open('a', `${'1'.repeat(32)}-2`, data)).toBeUndefined();
    expect(box().open('a', `${'2'.repeat(32)}-1`, data)).toBeUndefined();
  });

  it('does not seal what no server carries', () => {
    expect(
      box().seal('a', 'b', { ...offer, signal: { type: 'offer', sdp: 'x'.repeat(64_000) } }),
    ).toBeUndefined();
  });

  it('opens no garbage, and survives it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{0,200}$/)), (data) => {
        expect(box().open('a', 'b', data)).toBeUndefined();
      }),
    );
  });
});
