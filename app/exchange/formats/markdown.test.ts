import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCard, bare, boardOf, everything } from '../testing/cards.ts';
import { readMarkdown, writeMarkdown } from './markdown.ts';

function boardIn(text: string) {
  const reading = readMarkdown(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading;
}

describe('a Markdown list', () => {
  it('returns every card that was written', () => {
    fc.assert(
      fc.property(fc.array(anyCard, { minLength: 1, maxLength: 4 }), (cards) => {
        const board = boardOf(...cards);
        const sorted = board.columns.flatMap((column) => cards.filter((card) => card.column === column));
        expect(boardIn(writeMarkdown(board)).board).toEqual({ ...board, cards: sorted });
      }),
      { numRuns: 200 },
    );
    expect(boardIn(writeMarkdown(boardOf(everything))).board.cards).toEqual([everything]);
  });

  it('is readable', () => {
    const { notes, ...card } = everything;
    expect(writeMarkdown(boardOf({ ...card, notes: 'Two coats.' }))).toMatchInlineSnapshot(`
      "# Harbour plan

      ## To do

      - [ ] Paint the pier
        Due: 2026-11-29
        Labels: outside, urgent\\, very
        Assigned: Ada, Ben

        - [x] Buy paint
        - [ ] Close the pier

        Two coats.
      "
    `);
    expect(notes).not.toBe('');
  });

  it('is read in the styles of other programs', () => {
    const text = [
      'Some introduction.',
      '',
      'Today',
      '',
      '* Call **Ben**',
      '* [x] Buy paint',
      '',
      '# Later #',
      '1. Plan the party',
      '   with everybody',
      '   - [ ] cake',
      '2) Sleep',
    ].join('\r\n');
    const { board } = boardIn(text);
    expect(board.columns).toEqual(['Later', 'Done']);
    expect(board.cards).toEqual([
      bare('Call **Ben**', { column: '' }),
      bare('Buy paint', { column: 'Done' }),
      bare('Plan the party', { column: 'Later', notes: 'with everybody\n- [ ] cake' }),
      bare('Sleep', { column: 'Later' }),
    ]);
  });

  it('keeps the `#` signs of a heading that do not close it', () => {
    const columns = ['C#', 'a #', 'b ##c', '#'];
    const board = boardOf(...columns.map((column, at) => bare(`card ${at}`, { column })));
    expect(boardIn(writeMarkdown(board)).board.columns).toEqual(columns);
    expect(boardIn('## Later ##\n- a\n').board.columns).toEqual(['Later']);
  });

  it('ignores list items in code blocks', () => {
    expect(boardIn('- a\n\n```\n- b\n# c\n```\n- d\n').board.cards.map(({ title }) => title)).toEqual([
      'a',
      'd',
    ]);
  });

  it('reports the line of an unreadable day', () => {
    expect(boardIn('# x\n\n- a\n  Due: next week\n').warnings).toEqual([
      { kind: 'unreadable-day', line: 3, card: 'a', text: 'next week' },
    ]);
  });
});
