import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it, vi } from 'vitest';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import { someCommand } from '../testing/arbitraries.ts';
import { decodeCommand, encodeCommand } from './codec.ts';
import { trimmed } from './field-schema.ts';

const malformed = { ok: false, reason: 'malformed' };

describe('encoding', () => {
  it('has exactly these bytes: with another encoding, replicas of different versions would differ', () => {
    const command = encodeCommand({
      type: 'elements/patch',
      at: 1_700_000_000_000,
      patches: [
        { id: 'é', create: true, set: { x: -1.5, y: 300, n: -7, on: true, off: null, p: [[65_536]] } },
      ],
    });
    expect(bytesToHex(command)).toBe(
      '83a474797065ae656c656d656e74732f7061746368a26174cb4278bcfe56800000a7706174636865739183a26964a2c3a9a6637265617465c3' +
        'a373657486a178cbbff8000000000000a179cd012ca16ef9a26f6ec3a36f6666c0a1709191ce00010000',
    );
    expect(decodeCommand(command)).toMatchObject({ ok: true, command: { type: 'elements/patch' } });
  });

  it('gives a command back as it was', () => {
    fc.assert(
      fc.property(someCommand, (body) => {
        const command = { ...body, at: 5 };
        const decoded = decodeCommand(encodeCommand(command));
        if (!decoded.ok) return;
        const trim = (_: string, value: unknown) => (typeof value === 'string' ? value.trim() : value);
        expect(JSON.parse(JSON.stringify(decoded.command, trim))).toEqual(
          JSON.parse(JSON.stringify(command, trim)),
        );
      }),
    );
  });

  it('refuses to encode a command that is too large for every replica', () => {
    const notes = 'n'.repeat(maxCommandBytes);
    expect(() => encodeCommand({ type: 'task/edit', id: 'a', notes, at: 1 })).toThrow(RangeError);
  });

  it('leaves the bytes that it reads as they are, and makes none that share memory', () => {
    const made = encodeCommand({ type: 'task/claim', id: 'a', at: 1 });
    expect(made.buffer.byteLength).toBe(made.byteLength);
    decodeCommand(made);
    expect(Object.keys(made)).toHaveLength(made.byteLength);
  });
});

describe('decoding', () => {
  const claim = { type: 'task/claim', id: 'a', at: 1 } as const;
  const plain = new Packr({ useRecords: false, variableMapSize: true });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a number', hexToBytes('01')],
    ['more than one value', Uint8Array.from([...encodeCommand(claim), 0])],
    ['a truncated command', encodeCommand(claim).slice(0, -1)],
    ['a record of msgpackr', new Packr({ useRecords: true }).pack(claim)],
    ['a map in a longer form than needed', new Packr({ useRecords: false }).pack(claim)],
    [
      'a number in a longer form than needed',
      hexToBytes('83a474797065aa7461736b2f636c61696da26964a161a26174cd0001'),
    ],
    ['a name twice', hexToBytes('84a474797065aa7461736b2f636c61696da26964a161a26964a161a2617401')],
    ['bad UTF-8', hexToBytes('83a474797065aa7461736b2f636c61696da26964a1ffa2617401')],
    ['half a character', hexToBytes('83a474797065aa7461736b2f636c61696da26964a3eda080a2617401')],
    ['a date', hexToBytes('83a474797065aa7461736b2f636c61696da26964d6ff00000000a2617401')],
    ['a set', new Packr({ useRecords: false, moreTypes: true }).pack({ ...claim, id: new Set(['a']) })],
    ['a bigint', plain.pack({ ...claim, at: 2n ** 60n })],
    ['undefined', plain.pack({ ...claim, notes: undefined })],
    ['bytes', plain.pack({ ...claim, id: new Uint8Array(3) })],
    ['an unknown type', plain.pack({ ...claim, type: 'task/steal' })],
    ['a missing property', plain.pack({ type: 'task/claim', at: 1 })],
    ['one too many', plain.pack({ ...claim, extra: 1 })],
    ['a time that is none', plain.pack({ ...claim, at: -1 })],
    ['a time that is not whole', plain.pack({ ...claim, at: 1.5 })],
    ['a column that is none', plain.pack({ type: 'task/create', id: 'a', title: 't', column: '', at: 1 })],
    ['a list', plain.pack([claim])],
    ['a very deep list', new Uint8Array(maxCommandBytes).fill(0x91)],
    ['a list said to be very long', hexToBytes('ddffffffff')],
    ['a circle', new Packr({ structuredClone: true, useRecords: false }).pack(circle())],
  ])('%s is malformed', (_, data) => {
    expect(decodeCommand(data)).toEqual(malformed);
  });

  it('distinguishes too large from malformed, and reports a command that is both as malformed', () => {
    const edit = { type: 'task/edit', id: 'a', title: 't'.repeat(201), at: 1 };
    expect(decodeCommand(plain.pack(edit))).toEqual({ ok: false, reason: 'too-large' });
    expect(decodeCommand(plain.pack({ ...edit, id: '' }))).toEqual(malformed);
    expect(decodeCommand(new Uint8Array(maxCommandBytes + 1))).toEqual({ ok: false, reason: 'too-large' });
  });

  it('never throws, and reads the same from the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        expect(decodeCommand(data)).toEqual(decodeCommand(data.slice()));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a command with one byte changed as another command or as none', () => {
    const made = encodeCommand({
      type: 'elements/patch',
      at: 1,
      patches: [{ id: 'e', create: true, set: { points: [[0, 1.5]], text: 'ä' } }],
    });
    fc.assert(
      fc.property(fc.nat(made.byteLength - 1), fc.nat(255), (place, byte) => {
        const changed = made.slice();
        changed[place] = byte;
        const decoded = decodeCommand(changed);
        if (decoded.ok) expect(encodeCommand(decoded.command).byteLength).toBe(changed.byteLength);
      }),
      { numRuns: 2000 },
    );
  });
});

it('trims the white space of ECMAScript 2023', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          ...' \t\n\u000b\f\r\u00a0\u1680\u2003\u2028\u202f\u205f\u3000\ufeffa\u180e\u200b',
        ),
      }),
      (text) => {
        expect(trimmed(text)).toBe(text.trim());
      },
    ),
  );
});

function circle(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}

describe('small bytes that decode to large values', () => {
  /** Arrays of `length` within one another, none of which is there. */
  const promises = (levels: number, length: number) =>
    Uint8Array.from(
      Array.from({ length: levels }, () => [
        0xdd,
        length >>> 24,
        (length >>> 16) & 255,
        (length >>> 8) & 255,
        length & 255,
      ]).flat(),
    );

  it.each<[string, Uint8Array]>([
    ['lists of 100,000 in one another', promises(3, 100_000)],
    ['a list of 2^32 - 1', promises(1, 0xffff_ffff)],
    ['200,000 lists in one another', new Uint8Array(200_000).fill(0x91)],
    ['200,000 maps in one another', new Uint8Array(200_000).fill(0x81)],
    ['a record definition', Uint8Array.of(0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1)],
    ['a regular expression', Uint8Array.of(0xd4, 0x78, 0, 0x92, 0xa1, 0x28, 0xa0)],
  ])('(%s) are refused before they are decoded', (_what, bomb) => {
    const decode = vi.spyOn(Packr.prototype, 'decode');
    expect(decodeCommand(bomb)).toEqual(malformed);
    expect(decode).not.toHaveBeenCalled();
    decode.mockRestore();
  });
});
