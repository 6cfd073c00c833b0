import { afterEach, describe, expect, it } from 'vitest';
import { catalog, locale, setTranslation, sourceLocale, sourceMessages } from './catalog.ts';
import { pseudoTranslation, translationProblems } from './testing/check-messages.ts';

const texts = catalog('example', {
  title: 'Cards',
  count: '{count, plural, one {# card} other {# cards}} in {column}',
  state: { open: 'Open', byKind: '{kind, select, todo {To do} other {Done}}' },
});

let restore = (): void => undefined;
afterEach(() => restore());

describe('a catalog', () => {
  it('has a string for a plain message, and a function for one with arguments', () => {
    expect(texts.title).toBe('Cards');
    expect(texts.count({ count: 1, column: 'Doing' })).toBe('1 card in Doing');
    expect(texts.count({ count: 1234, column: 'Doing' })).toBe('1,234 cards in Doing');
    expect(texts.state.byKind({ kind: 'todo' })).toBe('To do');
  });

  it('inserts a name without controls of the writing direction, which would reorder the sentence around it', () => {
    const controls = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
    expect(texts.count({ count: 2, column: `Har${controls}bour` })).toBe('2 cards in Harbour');
    expect(texts.count({ count: 2, column: 'מפה 👩\u200d🔧' })).toBe('2 cards in \u2068מפה 👩\u200d🔧\u2069');
  });

  it('checks the arguments of its messages at compile time', () => {
    // @ts-expect-error `column` is missing.
    expect(() => texts.count({ count: 1 })).toThrow();
    // @ts-expect-error a plural takes a number.
    expect(texts.count({ count: '1', column: 'Doing' })).toBe('1 card in Doing');
    // @ts-expect-error a plain message is no function.
    expect(() => texts.title()).toThrow();
  });

  it('refuses a second message under the same id', () => {
    expect(() => catalog('example', { title: 'Tasks' })).toThrow('example.title');
  });
});

describe('another language', () => {
  it('replaces the source message by message, with its own plurals and numbers', () => {
    const count = '{column}: {count, plural, one {# Karte} other {# Karten}}';
    restore = setTranslation('de', { 'example.count': count });
    expect(texts.count({ count: 1234, column: 'Offen' })).toBe('Offen: 1.234 Karten');
    expect(texts.title).toBe('Cards');
    expect(locale()).toBe('de');
    restore();
    expect(texts.count({ count: 2, column: 'Open' })).toBe('2 cards in Open');
    expect(locale()).toBe(sourceLocale);
  });

  it('can replace every message of the source', () => {
    restore = setTranslation('en-XA', pseudoTranslation(sourceMessages()));
    expect(texts.state.open).toBe('⟦Open⟧');
    expect(texts.count({ count: 2, column: 'Open' })).toBe('⟦2 cards in Open⟧');
  });

  it('is checked against the source', () => {
    const problems = translationProblems(sourceMessages(), {
      'example.title': 'Karten',
      'example.none': 'Nichts',
      'example.count': '{number} Karten',
      'example.state.open': '{offen',
    });
    expect(problems).toEqual([
      'example.none: no such message',
      'example.count: no argument number',
      expect.stringMatching(/^example\.state\.open: SyntaxError/),
    ]);
  });
});
