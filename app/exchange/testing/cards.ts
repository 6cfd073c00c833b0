/** Cards for tests: arbitrary ones within a board's bounds, and one with every part. */

import fc from 'fast-check';
import type { ExchangeBoard, ExchangeCard } from '../model.ts';

export const everything: ExchangeCard = {
  title: 'Paint the pier',
  notes: 'Two coats.\n\n- primer\n- blue\n\n```\n# no heading\n- [ ] no card\n```',
  column: 'To do',
  labels: ['outside', 'urgent, very'],
  assignees: ['Ada', 'Ben'],
  due: '2026-11-29',
  checklist: [
    { text: 'Buy paint', done: true },
    { text: 'Close the pier', done: false },
  ],
  comments: [],
  archived: false,
};

export function bare(title: string, change: Partial<ExchangeCard> = {}): ExchangeCard {
  const nothing = {
    notes: '',
    column: 'To do',
    labels: [],
    assignees: [],
    checklist: [],
    comments: [],
    archived: false,
  };
  return { ...nothing, title, ...change };
}

export function boardOf(...cards: readonly ExchangeCard[]): ExchangeBoard {
  const columns = [...new Set(cards.map(({ column }) => column))];
  return { name: 'Harbour plan', columns, labels: [], cards };
}

/** Special characters of the formats are frequent. */
const character = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...'ab äß漢😀') },
  { weight: 2, arbitrary: fc.constantFrom(...'"\',;:|#*-+=@[]()<>\\`~_x.1 ') },
);
const line = fc
  .string({ unit: character, minLength: 1, maxLength: 12 })
  .map((text) => text.trim().replace(/\s+/g, ' '))
  .filter((text) => text !== '');
const name = line.filter((text) => /[\p{L}\p{N}]/u.test(text));
const uniqueNames = fc.uniqueArray(name, {
  maxLength: 3,
  selector: (text) => text.normalize('NFKC').toLowerCase(),
});

export const anyCard: fc.Arbitrary<ExchangeCard> = fc.record({
  title: name,
  notes: fc.array(fc.oneof(line, fc.constant('')), { maxLength: 4 }).map((lines) =>
    lines
      .join('\n')
      .trim()
      .replace(/\n{3,}/g, '\n\n'),
  ),
  column: fc.constantFrom('To do', '# 1. – Doing', 'Done, or not'),
  labels: uniqueNames,
  assignees: uniqueNames,
  checklist: fc.array(fc.record({ text: name, done: fc.boolean() }), { maxLength: 3 }),
  comments: fc.constant([]),
  archived: fc.boolean(),
});
