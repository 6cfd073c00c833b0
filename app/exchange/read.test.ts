import { describe, expect, it } from 'vitest';
import { writeCsv } from './formats/csv.ts';
import { writeMarkdown } from './formats/markdown.ts';
import { bounds, maxFileBytes } from './model.ts';
import { readFile } from './read.ts';
import { bare, boardOf } from './testing/cards.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (name: string, content: string | Uint8Array) =>
  readFile(name, typeof content === 'string' ? bytesOf(content) : content, (id) => id);
const titles = (name: string, content: string | Uint8Array) => {
  const reading = read(name, content);
  return reading.ok ? reading.board.cards.map(({ title }) => title) : reading.problem;
};

describe('a file with cards', () => {
  it('is recognised by its content', () => {
    const board = boardOf(bare('Paint'));
    expect(read('x.txt', writeCsv(board))).toMatchObject({ ok: true, format: 'csv' });
    expect(read('x.txt', writeMarkdown(board))).toMatchObject({ ok: true, format: 'markdown' });
    expect(
      read('x', '{"name":"b","lists":[],"cards":[{"id":"c","name":"Paint","idList":"l"}]}'),
    ).toMatchObject({
      ok: true,
      format: 'trello',
    });
  });

  it('may be in UTF-16 or in the Windows code page', () => {
    const wide = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'Title,Due\nMöwe,\n'].flatMap((c) => [c.charCodeAt(0) & 255, 0]),
    ]);
    expect(titles('x.csv', wide)).toEqual(['Möwe']);
    expect(titles('x.csv', Uint8Array.from([...bytesOf('Title,Due\nM'), 0xf6, ...bytesOf('we,\n')]))).toEqual(
      ['Möwe'],
    );
  });

  it.each([
    [
      'a picture',
      'x.csv',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      'not-recognised',
    ],
    ['nothing', 'x.csv', '', 'no-cards'],
    ['cut JSON', 'x.json', '{"name":"b","lists":[', 'damaged'],
    ['other JSON', 'x.json', '{"hello":1}', 'not-recognised'],
    ['nested JSON', 'x.json', '['.repeat(100_000), 'not-recognised'],
    ['prose', 'x.md', 'Dear Ada,\n\nthank you.', 'no-cards'],
  ])('that is %s is rejected with its reason', (_, name, content, problem) => {
    expect(titles(name, content)).toBe(problem);
  });

  it('above the size bound is rejected unread', () => {
    expect(titles('x.csv', new Uint8Array(maxFileBytes + 1))).toBe('too-large');
  });

  it('with more cards than a board can have is rejected quickly', () => {
    const begun = performance.now();
    expect(titles('x.csv', `Title,Due\n${'a,\n'.repeat(200_000)}`)).toBe('too-many-cards');
    expect(titles('x.md', '- a\n'.repeat(200_000))).toBe('too-many-cards');
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('is read in linear time, for any repeated content', () => {
    const begins = [
      '# a',
      '- a',
      '- [ ] a',
      '- a\n  Due: 1',
      '- a\n  Labels: b',
      'Title,Due,Labels,Checklist\na,1',
    ];
    const fillers = [
      ' ',
      '\t',
      '#',
      ' #',
      '"',
      '""',
      ',"',
      '\\',
      '- ',
      '[ ] ',
      '`',
      '1.',
      "'",
      '=',
      ': ',
      '\n ',
      '\r',
    ];
    for (const begin of begins) {
      for (const filler of fillers) {
        const text = `${begin}${filler.repeat(50_000)}x\n`;
        const begun = performance.now();
        for (const name of ['x.md', 'x.csv']) read(name, text);
        // Linear patterns take some milliseconds, quadratic ones several seconds.
        expect([begin, filler, performance.now() - begun < 1_500]).toEqual([begin, filler, true]);
      }
    }
  });

  it('is fitted to the bounds of a board, and reports each part that was cut', () => {
    const long = 'word '.repeat(100).trim();
    const list = JSON.stringify({
      name: 'b',
      lists: [{ id: 'l', name: 'To do' }],
      labels: Array.from({ length: 30 }, (_, at) => ({ id: `a${at}`, name: `label ${at}` })),
      cards: [
        {
          id: 'c',
          name: long,
          desc: 'x'.repeat(50_000),
          idList: 'l',
          idLabels: Array.from({ length: 30 }, (_, at) => `a${at}`),
        },
      ],
      checklists: [
        { id: 'k', idCard: 'c', checkItems: Array.from({ length: 200 }, () => ({ name: 'y'.repeat(900) })) },
      ],
    });
    const reading = read('x.json', list);
    if (!reading.ok) throw new Error(reading.problem);
    const [card] = reading.board.cards;
    expect(card?.title.length).toBeLessThanOrEqual(bounds.title);
    expect(card?.notes.length).toBe(bounds.notes);
    expect(card?.notes.startsWith('word word')).toBe(true);
    expect(card?.labels).toHaveLength(bounds.labels);
    expect(card?.checklist).toHaveLength(bounds.items);
    expect(new Set(reading.warnings.map(({ kind }) => kind))).toEqual(
      new Set(['long-title', 'long-notes', 'many-labels', 'long-item', 'many-items']),
    );
  });
});
