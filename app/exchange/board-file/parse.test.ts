import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxItemLength, parsing } from './parse.ts';

function parsed(text: string): { readonly value: object; readonly parts: number } {
  const steps = parsing(text);
  for (let parts = 0; ; parts += 1) {
    const { done, value } = steps.next();
    if (done === true) return { value, parts };
  }
}

describe('a file that is parsed in parts', () => {
  it('has the values of JSON.parse', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, spaces) => {
        const text = JSON.stringify(object, null, spaces);
        expect(parsed(text).value).toEqual(JSON.parse(text));
      }),
    );
    const odd = '{"a\\"]":"\\\\","a":1,"a":[ "]\\"", {"b":["}"]} ,[] ],"__proto__":[2]} ';
    expect(JSON.stringify(parsed(odd).value)).toBe(JSON.stringify(JSON.parse(odd)));
  });

  it('is refused where JSON.parse refuses it', () => {
    const text = JSON.stringify({ list: [1, 'x', { y: [] }, []], z: null, s: 'a\\"' });
    const isRefused = (parse: (text: string) => unknown, spoiled: string): boolean => {
      try {
        const value = parse(spoiled);
        return typeof value !== 'object' || value === null || Array.isArray(value);
      } catch {
        return true;
      }
    };
    const characters = fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '1', ' ', '');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(2), characters, (at, cut, character) => {
        const spoiled = text.slice(0, at) + character + text.slice(at + cut);
        expect(isRefused(parsed, spoiled)).toBe(isRefused(JSON.parse, spoiled));
      }),
      { numRuns: 3000 },
    );
    for (const other of ['', '[]', '1', '{}{}', '{"a":1,}', '{"a":[1,]}', '{"a":[,1]}', '{"a" 1}', '{a:1}'])
      expect(isRefused(parsed, other), other).toBe(true);
  });

  it('has a pause after each item of a list', () => {
    expect(parsed(`{"elements":[${'[1,2],'.repeat(999)}[1,2]]}`).parts).toBeGreaterThanOrEqual(1000);
  });

  it('has pauses within a large item, and null in its place if it is larger than any item of a board', () => {
    const item = `[${'0,'.repeat(maxItemLength / 2)}0]`;
    const { value, parts } = parsed(`{"elements":[${item},7]}`);
    expect(value).toEqual({ elements: [null, 7] });
    expect(parts).toBeGreaterThan(10);
  });
});
