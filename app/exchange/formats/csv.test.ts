import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCard, bare, boardOf, everything } from '../testing/cards.ts';
import { cardsOfTable, guessedMapping, isDayOrderAmbiguous, readCsv, writeCsv } from './csv.ts';
import { readTable, writeTable } from './csv-table.ts';

function cardsOf(text: string) {
  const reading = readCsv(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading;
}

describe('a table of cards', () => {
  it('returns every card that was written', () => {
    fc.assert(
      fc.property(fc.array(anyCard, { minLength: 1, maxLength: 5 }), (cards) => {
        expect(cardsOf(writeCsv(boardOf(...cards))).board.cards).toEqual(cards);
      }),
      { numRuns: 200 },
    );
    expect(cardsOf(writeCsv(boardOf(everything))).board.cards).toEqual([everything]);
  });

  it('is written as RFC 4180 requires, with a byte order mark', () => {
    expect(
      writeTable([
        ['a', 'b,"c"'],
        ['d\ne', ''],
      ]),
    ).toBe('\ufeffa,"b,""c"""\r\n"d\ne",\r\n');
  });

  it.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x")'])(
    'holds no formula: %j is text in a spreadsheet, and read back unchanged',
    (title) => {
      const text = writeTable([['Title'], [title]]);
      expect(text).not.toMatch(/(?:^|[\r\n,"])[=+\-@\t]/);
      expect(readTable(text)?.rows[0]?.cells).toEqual([title]);
    },
  );

  it.each([
    ['commas', 'Name,List\nPaint,Doing\n'],
    ['semicolons, as spreadsheets write with a decimal comma', '\ufeffName;List\r\nPaint;Doing\r\n'],
    ['tabs', 'Name\tList\nPaint\tDoing\n'],
    ['CR line ends', 'Name,List\rPaint,Doing\r'],
  ])('is read with %s', (_, text) => {
    expect(cardsOf(text).board.cards).toEqual([bare('Paint', { column: 'Doing' })]);
  });

  it('recognises the columns that other programs write', () => {
    const jira =
      'Issue key,Summary,Status,Assignee,Due Date,Description,Labels\nHP-1,Paint,In Progress,Ada,2026-11-29,Two coats,outside';
    expect(cardsOf(jira).board.cards).toEqual([
      bare('Paint', {
        column: 'In Progress',
        assignees: ['Ada'],
        due: '2026-11-29',
        notes: 'Two coats',
        labels: ['outside'],
      }),
    ]);
  });

  it('uses the first column with text as the title if no header is known', () => {
    const table = readTable('Nr,Was\n1,Streichen\n2,Kaufen');
    if (table === undefined) throw new Error('no table');
    expect(guessedMapping(table).fields).toEqual({ title: 1 });
  });

  it('reports the line of each fault, also after cells with line breaks, and reads the rest', () => {
    const text = 'Title,Notes,Due\nA,"two\nlines",2026-11-29\n,nothing,\nB,,soon\nC,,,,surplus\n';
    const { board, warnings } = cardsOf(text);
    expect(board.cards.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
    expect(warnings).toEqual([
      { kind: 'many-cells', line: 6 },
      { kind: 'no-title', line: 4, text: 'nothing' },
      { kind: 'unreadable-day', line: 5, card: 'B', text: 'soon' },
    ]);
  });

  it('reports the line of an unclosed quote', () => {
    expect(cardsOf('Title,Notes\nA,b\nB,"never closed\nC,d\n').warnings[0]).toEqual({
      kind: 'unclosed-quote',
      line: 3,
    });
  });

  it('reports the order of day and month as ambiguous only if both fit and differ', () => {
    const reads = (...days: readonly string[]) => {
      const table = readTable(`Title,Due\n${days.map((day) => `x,${day}`).join('\n')}\n`);
      if (table === undefined) throw new Error('no table');
      const mapping = guessedMapping(table);
      const reading = cardsOfTable(table, mapping);
      return [isDayOrderAmbiguous(table, mapping), reading.ok && reading.board.cards.map(({ due }) => due)];
    };
    expect(reads('3/4/2026')).toEqual([true, ['2026-04-03']]);
    expect(reads('3/4/2026', '3/14/2026')).toEqual([false, ['2026-03-04', '2026-03-14']]);
    expect(reads('3.4.2026', '2026/12/24', '24/12/2026 10:00')).toEqual([
      false,
      ['2026-04-03', '2026-12-24', '2026-12-24'],
    ]);
  });

  it('is rejected without a row', () => {
    expect(readCsv('Title,Notes\n')).toEqual({ ok: false, problem: 'no-cards' });
    expect(readCsv('')).toEqual({ ok: false, problem: 'no-cards' });
  });
});
