import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimmed } from '../bytes/field-schema.ts';
import { isBlank } from './blank.ts';
import { mergedParagraphs, mergedWords } from './merged-field.ts';

describe('two versions of a text of one line', () => {
  it.each([
    ['each changed another word', 'Buy milk', 'Buy oat milk', 'Buy milk today', 'Buy oat milk today'],
    ['each added a word at the end', 'Buy milk', 'Buy milk today', 'Buy milk twice', 'Buy milk twice today'],
    ['both wrote another text', 'Idea', 'Fix logout', 'Fix login', 'Fix login logout'],
    [
      'one deleted the word that the other kept',
      'Buy oat milk',
      'Buy milk',
      'Buy oat milk now',
      'Buy milk now',
    ],
    ['both made the same change', 'Buy', 'Buy milk', 'Buy milk', 'Buy milk'],
    ['only one changed it', 'Buy', 'Sell', 'Buy', 'Sell'],
    ['the other changed it only', 'Buy', 'Buy', 'Sell', 'Sell'],
    ['each deleted what the other kept', 'Buy milk', 'Buy', 'milk', 'Buy'],
    ['a base that nobody knows', undefined, 'Buy', 'Sell', 'Buy'],
  ])('%s', (_, was, mine, theirs, result) => {
    expect(mergedWords(was, mine, theirs)).toBe(result);
  });
});

it('two versions of a text of several lines are merged line by line', () => {
  expect(mergedParagraphs('a\nb', 'a!\nb', 'a\nb\nc')).toBe('a!\nb\nc');
  expect(mergedParagraphs('a b', 'a! b', 'a b!')).toBe('a b!\na! b');
  expect(mergedParagraphs(undefined, 'a', 'b')).toBe('a');
  expect(mergedParagraphs('a\nb', 'a', 'b')).toBe('a');
});

const word = fc.constantFrom('a', 'b', 'c', 'd', '', '\u200b', '\u3000');
const text = (separator: string) =>
  fc
    .array(word, { minLength: 1, maxLength: 6 })
    .map((words) => trimmed(words.join(separator)))
    .filter((joined) => !isBlank(joined));

// A snapshot trims its texts when it is read: another text here would be another digest there.
it.each([
  ['words', ' ', mergedWords],
  ['lines', '\n', mergedParagraphs],
] as const)('the result is trimmed and not blank, as the versions of it are: %s', (_, separator, merged) => {
  fc.assert(
    fc.property(text(separator), text(separator), text(separator), (was, mine, theirs) => {
      const result = merged(was, mine, theirs);
      expect(isBlank(result)).toBe(false);
      expect(trimmed(result)).toBe(result);
    }),
  );
});

it('no added word is lost', () => {
  const added = (mark: string) =>
    fc.array(fc.nat(99), { maxLength: 3 }).map((list) => list.map((n) => `${mark}${n}`));
  const place = fc.nat(5);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }),
      added('m'),
      added('t'),
      place,
      place,
      (base, mine, theirs, at, to) => {
        const was = ['x', ...base];
        const result = mergedWords(
          was.join(' '),
          was.toSpliced(at, 0, ...mine).join(' '),
          was.toSpliced(to, 0, ...theirs).join(' '),
        ).split(' ');
        for (const one of [...mine, ...theirs, ...was]) expect(result).toContain(one);
      },
    ),
  );
});
