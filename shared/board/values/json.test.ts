import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import type { Json } from '../commands.ts';
import { canonicalJson, compareCodeUnits, isSameJson, jsonBytes, withSortedNames } from './json.ts';

const json: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

describe('canonicalJson', () => {
  it('is one text, whatever the order of names', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: -1.5e-7 })).toBe(
      '{"a":-1.5e-7,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonicalJson({ é: 1, z: 2, Z: 3 })).toBe('{"Z":3,"z":2,"é":1}');
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it('is the same for the same values only', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(isSameJson(a, b));
        expect(isSameJson(a, JSON.parse(JSON.stringify(a)))).toBe(true);
      }),
    );
  });

  it.each([undefined, Number.NaN, 1n, [undefined], () => 1])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow('not plain data');
  });
});

it('jsonBytes is never less than the MessagePack encoding', () => {
  const packer = new Packr({ useRecords: false, variableMapSize: true });
  fc.assert(
    fc.property(json, (value) => {
      expect(jsonBytes(value)).toBeGreaterThanOrEqual(packer.pack(value).byteLength);
    }),
  );
  for (const text of ['a', 'é', '€', '😀']) expect(jsonBytes(text)).toBe(5 + Buffer.byteLength(text));
});

it('compareCodeUnits knows no language', () => {
  expect(['ä', 'a', 'Z', 'z', '', '😀', '\uffff'].sort(compareCodeUnits)).toEqual([
    '',
    'Z',
    'a',
    'z',
    'ä',
    '😀',
    '\uffff',
  ]);
});

describe('names in order', () => {
  it('are put in order at every level', () => {
    const sorted = withSortedNames({ b: 1, a: [{ d: 1, c: { f: 1, e: 2 } }] });
    expect(JSON.stringify(sorted)).toBe('{"a":[{"c":{"e":2,"f":1},"d":1}],"b":1}');
  });

  it('need no copy if they are in order', () => {
    const value = { a: [{ c: 1, d: 2 }], b: { e: 1 } };
    expect(withSortedNames(value)).toBe(value);
    expect(withSortedNames({ ...value, b: { f: 1, e: 1 } })).not.toBe(value);
  });
});
