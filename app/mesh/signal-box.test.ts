import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '#shared/invite/keys.ts';
import { type ConnectionSignal, SignalBox } from './signal-box.ts';
import { seededBytes } from './testing/seeded-bytes.ts';

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
