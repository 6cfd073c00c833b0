import { describe, expect, it } from 'vitest';
import { pack } from './codec/codec.ts';
import {
  decodeSessionMessage,
  encodeSessionMessage,
  maxSessionMessageBytes,
  sessionFrameKind,
} from './frame.ts';
import { isDrawing, maxPathPoints, maxPreviews, maxSelected, type Presence } from './presence.ts';

const presence: Presence = {
  type: 'presence',
  tab: 'whiteboard',
  activity: 'active',
  pointer: { x: -12.5, y: 7, tool: 'laser', pressed: true },
  selected: ['one', 'two'],
  viewport: { left: 0, top: 0, right: 800, bottom: 600 },
  previews: [
    { id: 'a', set: { type: 'freedraw', x: 1 }, path: { from: 0, steps: [1, -2], pressures: [500] } },
    { id: 'b', set: { x: 2.5, groupIds: ['g'] } },
  ],
  ended: [{ id: 'c', kept: true }],
};

const path = { from: 0, steps: [1, 2], pressures: [] };
const withPath = (changed: object) => ({
  type: 'presence',
  previews: [{ id: 'a', set: {}, path: { ...path, ...changed } }],
});

describe('messages of a session', () => {
  it('are decoded unchanged', () => {
    expect(decodeSessionMessage(encodeSessionMessage(presence))).toEqual({ ok: true, message: presence });
    const nothingNew: Presence = { type: 'presence' };
    expect(decodeSessionMessage(encodeSessionMessage(nothingNew))).toEqual({ ok: true, message: nothingNew });
    const elsewhere: Presence = { type: 'presence', pointer: null, selected: [], viewport: null };
    expect(decodeSessionMessage(encodeSessionMessage(elsewhere))).toEqual({ ok: true, message: elsewhere });
  });

  it('count as drawing if they hold previews or ended gestures', () => {
    expect(isDrawing(presence)).toBe(true);
    expect(isDrawing({ type: 'presence', ended: [{ id: 'a', kept: false }] })).toBe(true);
    expect(isDrawing({ type: 'presence', pointer: null, previews: [], ended: [] })).toBe(false);
  });

  it.each([
    ['an unknown type', { type: 'shout' }],
    ['a sign-off, which only engines send', { type: 'signOff' }],
    ['an unknown field', { ...presence, extra: 1 }],
    ['a name, which the receiver derives from the key', { ...presence, name: 'Ada' }],
    ['an unknown tab', { ...presence, tab: 'settings' }],
    ['a pointer at NaN', { ...presence, pointer: { ...presence.pointer, x: Number.NaN } }],
    ['a pointer at infinity', { ...presence, pointer: { ...presence.pointer, x: Number.POSITIVE_INFINITY } }],
    ['an unknown tool', { ...presence, pointer: { ...presence.pointer, tool: 'hammer' } }],
    ['too many selected elements', { ...presence, selected: new Array(maxSelected + 1).fill('a') }],
    ['an id that is too long', { ...presence, selected: ['a'.repeat(65)] }],
    ['too many previews', { ...presence, previews: new Array(maxPreviews + 1).fill({ id: 'a', set: {} }) }],
    [
      'too many ended previews',
      { ...presence, ended: new Array(maxPreviews + 1).fill({ id: 'a', kept: true }) },
    ],
    ['too many points', withPath({ steps: new Array(2 * maxPathPoints + 2).fill(1) })],
    ['half a point', withPath({ steps: [1] })],
    ['a fractional step', withPath({ steps: [1, 0.5] })],
    ['a pressure above the maximum', withPath({ pressures: [1001] })],
    ['a path that starts beyond the longest stroke', withPath({ from: 1e6 })],
    ['a tuple', ['presence']],
  ])('are rejected with %s', (_, message) => {
    expect(decodeSessionMessage(pack(sessionFrameKind, message))).toMatchObject({ ok: false });
  });

  it('are rejected above the bound without decoding', () => {
    const frame = new Uint8Array(maxSessionMessageBytes + 1);
    frame[0] = sessionFrameKind;
    expect(decodeSessionMessage(frame)).toMatchObject({ ok: false });
  });
});
