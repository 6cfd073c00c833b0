import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanOne } from '#shared/wire/codec/scan.ts';
import type { Json } from '../../commands.ts';
import { withSortedNames } from '../../values/json.ts';
import { encodeCommand } from '../codec.ts';
import { decodePlainItems, encodePlain } from '../plain-data.ts';
import { isSurelyCanonical, isSurelyEncoded, maxNamesWithoutOrder } from './canonical.ts';

const bounds = { maxDepth: 20, maxValues: 10_000 };

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 300 });
const name = fc
  .string({ unit: 'binary-ascii', minLength: 1, maxLength: 31 })
  .filter((text) => !/^\d|^__|^(constructor|prototype)$/.test(text));
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    -33,
    -32,
    -129,
    -128,
    -32_769,
    -32_768,
    127,
    128,
    255,
    256,
    65_535,
    65_536,
    2 ** 32,
    -(2 ** 31),
  ),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false),
    number,
    ascii,
    fc.array(tie('any'), { maxLength: 40 }),
    fc.dictionary(name, tie('any'), { maxKeys: 40, noNullPrototype: true }),
  ),
})).any;

const inOrder = withSortedNames;
const asGiven = (given: unknown): unknown => given;

/** What the encoder makes of these bytes; undefined if they are no plain data. */
function inOnlyForm(bytes: Uint8Array, ordered: (value: unknown) => unknown): Uint8Array | undefined {
  const scanned = scanOne(bytes, 0, bounds);
  if (typeof scanned === 'string' || scanned.end !== bytes.byteLength) return undefined;
  const [decoded] = decodePlainItems(bytes, bounds.maxDepth) ?? [];
  return decoded === undefined ? undefined : encodePlain(ordered(decoded));
}

describe.each([
  ['are surely in the only form of their value', isSurelyCanonical, inOrder],
  ['are surely the form of their value with its order of names', isSurelyEncoded, asGiven],
])('bytes that %s', (_, isSure, ordered) => {
  it('are those of every value of numbers, names and ASCII texts', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(isSure(encodePlain(ordered(given)))).toBe(true);
      }),
    );
  });

  it('are what the encoder makes of them, whatever bytes are given', () => {
    const changes = fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom('set', 'insert', 'remove')), {
      minLength: 1,
      maxLength: 3,
    });
    const heads = [
      0xcb, 0xcc, 0xcd, 0xce, 0xd0, 0xd1, 0xd2, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0x81, 0xa1, 0xc0,
    ];
    fc.assert(
      fc.property(value, changes, fc.constantFrom(...heads), (given, some, head) => {
        const bytes = [...encodePlain(ordered(given))];
        for (const [at, byte, how] of some) {
          const place = at % bytes.length;
          if (how === 'set') bytes[place] = byte % 3 === 0 ? head : byte;
          else
            bytes.splice(
              place,
              how === 'remove' ? 1 : 0,
              ...(how === 'remove' ? [] : [byte % 3 === 0 ? head : byte]),
            );
          if (bytes.length === 0) return;
        }
        const all = Uint8Array.from(bytes);
        const only = inOnlyForm(all, ordered);
        if (only === undefined || !isSure(all)) return;
        expect(all).toEqual(only);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each<[string, readonly number[]]>([
    ['a small number with a length', [0xcc, 0x7f]],
    ['a number of 16 bits that fits in 8', [0xcd, 0x00, 0xff]],
    ['a number of 32 bits that fits in 16', [0xce, 0x00, 0x00, 0xff, 0xff]],
    ['a small negative number with a length', [0xd0, 0xe0]],
    ['a positive number as a signed one', [0xd1, 0x00, 0x80]],
    ['a negative number of 16 bits that fits in 8', [0xd1, 0xff, 0x80]],
    ['a negative number of 32 bits that fits in 16', [0xd2, 0xff, 0xff, 0x80, 0x00]],
    ['a whole number as a float', [0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]],
    ['a negative zero', [0xcb, 0x80, 0, 0, 0, 0, 0, 0, 0]],
    ['infinity', [0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0]],
    ['a short text with a length', [0xd9, 0x01, 0x61]],
    ['a short list with a length', [0xdc, 0x00, 0x01, 0x01]],
    ['a short map with a length', [0xde, 0x00, 0x01, 0xa1, 0x61, 0x01]],
    ['a text that is not ASCII', [0xa2, 0xc3, 0xa9]],
    ['a name twice', [0x82, 0xa1, 0x61, 0x01, 0xa1, 0x61, 0x01]],
    ['a name twice, with another between', [0x83, 0xa1, 0x61, 0x01, 0xa1, 0x62, 0x01, 0xa1, 0x61, 0x01]],
    ['a name twice in a map within a map', [0x81, 0xa1, 0x61, 0x82, 0xa1, 0x62, 0x01, 0xa1, 0x62, 0x01]],
    ['a name that decoders change', [0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x01]],
    ['a name that is a number', [0x81, 0xa1, 0x31, 0x01]],
    ['a name that is no text', [0x81, 0x01, 0x01]],
    ['binary data', [0xc4, 0x01, 0x01]],
  ])('are not %s', (_case, bytes) => {
    expect(isSure(Uint8Array.from(bytes))).toBe(false);
  });
});

it.each<[string, readonly number[]]>([
  ['names out of order', [0x82, 0xa1, 0x62, 0x01, 0xa1, 0x61, 0x01]],
  ['a name after a longer one that begins with it', [0x82, 0xa2, 0x61, 0x61, 0x01, 0xa1, 0x61, 0x01]],
  ['the same name in two maps', [0x92, 0x81, 0xa1, 0x61, 0x01, 0x82, 0xa1, 0x62, 0x01, 0xa1, 0x61, 0x01]],
])('%s are a form of a value, and not its only one', (_, bytes) => {
  expect(isSurelyEncoded(Uint8Array.from(bytes))).toBe(true);
  expect(isSurelyCanonical(Uint8Array.from(bytes))).toBe(false);
});

it('a map of many names without order is left to the encoder: comparing each with all others would take long', () => {
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${String(at).padStart(5, '0')}`, at]));
  const [some, many] = [maxNamesWithoutOrder, maxNamesWithoutOrder + 1].map((n) => encodePlain(names(n)));
  expect([some, many].map((bytes) => isSurelyEncoded(bytes ?? new Uint8Array()))).toEqual([true, false]);
  expect(isSurelyCanonical(many ?? new Uint8Array())).toBe(true);
});

it('the commands of a drawing are known by their bytes: the encoder need not repeat them', () => {
  const set = {
    type: 'freedraw',
    x: 12.5,
    y: -300,
    strokeColor: '#1e1e1e',
    groupIds: ['g'],
    roundness: null,
    isDeleted: false,
    index: 'a1',
    points: [
      [0, 0],
      [1.25, -70_000],
    ],
  };
  const patches = [
    { id: 'b', create: true as const, set },
    { id: 'a', set: { x: 1 }, unset: ['link'] },
  ];
  expect(isSurelyEncoded(encodeCommand({ type: 'elements/patch', patches, at: 1.7e12 }))).toBe(true);
});
