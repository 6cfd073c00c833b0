import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maxEqualPairs, mergedText } from './merged-text.ts';

describe('two versions of one text', () => {
  it.each([
    ['each added a line at the end', 'A', 'A\nmilk', 'A\nbread', 'A\nbread\nmilk'],
    ['each changed another line', 'a\nb\nc', 'a!\nb\nc', 'a\nb\nc?', 'a!\nb\nc?'],
    ['each changed another word of one line', 'a red boat', 'a blue boat', 'a red ship', 'a blue ship'],
    ['both changed the same word', 'a boat', 'a ship', 'a ferry', 'a ferry ship'],
    ['one deleted the line that the other changed', 'a\nb', 'a', 'a\nboat', 'a\nboat'],
    ['both made the same change', 'a b', 'a c', 'a c', 'a c'],
    ['the text was empty', '', 'milk', 'bread', 'bread milk'],
    ['words without spaces between them', '你好', '你好吗', '你好啊', '你好啊 你好吗'],
    ['only one changed it', 'a', 'b', 'a', 'b'],
  ])('%s', (_, base, mine, theirs, result) => {
    expect(mergedText(base, mine, theirs)).toBe(result);
  });
});

test('a text that only one person changed is that version', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (base, changed) => {
      expect(mergedText(base, changed, base)).toBe(changed);
      expect(mergedText(base, base, changed)).toBe(changed);
    }),
  );
});

test('no added line is lost, wherever two people add lines', () => {
  const line = (prefix: string) => fc.nat(99).map((number) => `${prefix}${number}`);
  const inserted = (prefix: string) => fc.array(fc.tuple(fc.nat(5), line(prefix)), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(line('base'), { maxLength: 5 }),
      inserted('mine'),
      inserted('theirs'),
      (base, mine, theirs) => {
        const withLines = (added: readonly (readonly [number, string])[]): string => {
          const list = [...base];
          for (const [at, text] of added) list.splice(Math.min(at, list.length), 0, text);
          return list.join('\n');
        };
        const result = mergedText(base.join('\n'), withLines(mine), withLines(theirs));
        for (const [, text] of [...mine, ...theirs]) expect(result).toContain(text);
        for (const text of base) expect(result).toContain(text);
      },
    ),
  );
});

test('a long text is compared by lines, and a longer one is kept twice', () => {
  const numbered = (mark: string) => Array.from({ length: 1_500 }, (_, at) => `${mark} ${at}`);
  const base = numbered('line').join('\n');
  const mine = ['mine', ...numbered('line'), 'end of mine'].join('\n');
  const theirs = ['theirs', ...numbered('line'), 'end of theirs'].join('\n');
  const result = mergedText(base, mine, theirs);
  for (const text of ['mine', 'theirs', 'end of mine', 'end of theirs', 'line 700\n'])
    expect(result).toContain(text);
  expect(result.length).toBeLessThan(base.length + 100);
  // As many equal lines as cost seconds if they were compared.
  const many = (mark: string) => `${mark}\n${'same\n'.repeat(maxEqualPairs / 10)}${mark}`;
  expect(mergedText(many('base'), many('mine'), many('theirs'))).toBe(`${many('theirs')} ${many('mine')}`);
});
