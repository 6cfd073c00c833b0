import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListItem } from '#app/exchange/formats/list-item.ts';
import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxEntryLength, maxTasksAtOnce, readEntry, splitTitle, withRefused } from './entry.ts';

const long = 'a fender '.repeat(40).trim();

describe('a text in the field for new tasks', () => {
  it.each(['', '  ', '\n\n', '\u200b', ' \u2060\n\u200d '])('is empty: %j', (text) => {
    expect(readEntry(text)).toEqual({ kind: 'empty' });
  });

  it('is one task if it has one line with a visible character', () => {
    const task = { title: 'Order rope', notes: '', source: 'Order rope' };
    for (const text of ['Order rope', '  Order rope \n\n', '\u200b\nOrder rope']) {
      expect(readEntry(text)).toEqual({ kind: 'one', task });
    }
  });

  it('is one task whose title continues in the notes if the line is over the bound', () => {
    const entry = readEntry(long);
    if (entry.kind !== 'one') throw new Error(entry.kind);
    expect(entry.task.title.length).toBeLessThanOrEqual(maxTitleLength);
    expect(`${entry.task.title} ${entry.task.notes}`).toBe(long);
    expect(entry.task.source).toBe(long);
  });

  it('is several tasks in order, or one with notes', () => {
    const text = '\nOrder rope\r\n\r\n  Paint the crane \nMeasure\n';
    expect(readEntry(text)).toEqual({
      kind: 'several',
      tasks: ['Order rope', 'Paint the crane', 'Measure'].map((title) => ({
        title,
        notes: '',
        source: title,
      })),
      lines: 3,
      rest: '',
      asOne: { title: 'Order rope', notes: 'Paint the crane \nMeasure', source: text },
    });
  });

  it('loses the marks of a Markdown list, and keeps them in what returns to the field', () => {
    const titles = (text: string): readonly string[] => {
      const entry = readEntry(text);
      if (entry.kind === 'one') return [entry.task.title];
      if (entry.kind === 'several') return entry.tasks.map(({ title }) => title);
      throw new Error(entry.kind);
    };
    const list = '- [ ] Order rope\n  - [x] Paint\n* Measure \\*twice\\*\n+ Tar';
    expect(titles(list)).toEqual(['Order rope', 'Paint', 'Measure *twice*', 'Tar']);
    expect(readEntry(list)).toMatchObject({
      tasks: [{ source: '- [ ] Order rope' }, { source: '- [x] Paint' }, {}, {}],
      asOne: { title: 'Order rope', notes: list.slice(list.indexOf('\n') + 1).trim(), source: list },
    });
    expect(titles('- [ ] Order rope')).toEqual(['Order rope']);
    expect(titles('This week:\n1. Order rope\n2. Paint')).toEqual(['This week:', 'Order rope', 'Paint']);
    expect(titles('1) Order rope\n1) Paint')).toEqual(['Order rope', 'Paint']);
  });

  it('keeps signs and numbers that are a part of the title', () => {
    for (const text of ['-5 degrees', '*tar*', '1. FC Harbour', '3.5 metres', '-', '- [ ]', '\\*']) {
      const entry = readEntry(text);
      if (entry.kind !== 'one') throw new Error(entry.kind);
      expect(entry.task.title).toBe(text === '- [ ]' ? '[ ]' : text);
    }
    const days = ['24. December: close', '31. December: fireworks'];
    expect(readEntry(days.join('\n'))).toMatchObject({ tasks: days.map((title) => ({ title })) });
  });

  it('is bounded: further lines stay in the field, a longer text stays as it is', () => {
    const lines = Array.from({ length: maxTasksAtOnce + 3 }, (_, at) => `task ${at}`);
    const entry = readEntry(lines.join('\n'));
    if (entry.kind !== 'several') throw new Error(entry.kind);
    expect(entry.tasks.map(({ title }) => title)).toEqual(lines.slice(0, maxTasksAtOnce));
    expect(entry.lines).toBe(lines.length);
    expect(entry.rest).toBe(lines.slice(maxTasksAtOnce).join('\n'));
    expect(readEntry('x'.repeat(maxEntryLength + 1))).toEqual({ kind: 'too-long' });
  });

  it('loses no character, within the bounds of a task', () => {
    const letters = (text: string) => text.replace(/\s+/g, '');
    const text = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.constantFrom('\n', '\r\n', ' ')),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join('');
        const entry = readEntry(whole);
        if (entry.kind === 'too-long') return;
        if (entry.kind === 'empty') {
          expect(isBlank(whole)).toBe(true);
          return;
        }
        const tasks = entry.kind === 'one' ? [entry.task] : [...entry.tasks, entry.asOne];
        for (const { title, notes } of tasks) {
          expect(title.length).toBeLessThanOrEqual(maxTitleLength);
          expect(isBlank(title)).toBe(false);
          expect(notes.length).toBeLessThanOrEqual(maxNotesLength);
        }
        const shown = tasks.slice(0, Math.max(1, tasks.length - 1)).map(({ title, notes }) => title + notes);
        const visible = whole.split(/[\r\n\u2028\u2029]/).filter((line) => !isBlank(line));
        fc.pre(visible.every((line) => readListItem(line.trim()) === undefined));
        expect(letters(shown.join(''))).toBe(letters(visible.join('')));
      }),
    );
  });
});

describe('a title over the bound', () => {
  it('is cut at a space, or else between characters', () => {
    expect(splitTitle('x'.repeat(200))).toEqual({ title: 'x'.repeat(200), rest: '' });
    expect(splitTitle(`${'x'.repeat(150)} ${'y'.repeat(80)}`)).toEqual({
      title: 'x'.repeat(150),
      rest: 'y'.repeat(80),
    });
    expect(splitTitle('x'.repeat(201))).toEqual({ title: 'x'.repeat(200), rest: 'x' });
    const family = '👨\u200d👩\u200d👧';
    expect(splitTitle(`${'x'.repeat(195)}${family}`)).toEqual({ title: 'x'.repeat(195), rest: family });
    expect(splitTitle(`${'x'.repeat(199)}e\u0301`)).toEqual({ title: 'x'.repeat(199), rest: 'e\u0301' });
  });
});

describe('a refused text', () => {
  it('returns to the field, after the text that was typed meanwhile', () => {
    const task = (source: string) => ({ title: source, notes: '', source });
    expect(withRefused('', [task('a'), task('b')])).toBe('a\nb');
    expect(withRefused('c', [task('a')])).toBe('c\na');
    expect(withRefused('c', [])).toBe('c');
  });
});
