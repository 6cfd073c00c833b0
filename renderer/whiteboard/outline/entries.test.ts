import { expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { maxEntries, outlineOf } from './entries.ts';

const text = (id: string, words: string, more = {}) =>
  shape(id, { type: 'text', text: words, originalText: words, ...more });

it('lists what is on the board in reading order, with the text of each', () => {
  const { entries, count } = outlineOf([
    shape('low', { x: 0, y: 500 }),
    text('label', 'Quay\nwall', { containerId: 'right' }),
    shape('right', { x: 300, y: 10 }),
    text('left', 'Rope  and wire', { x: 0, y: 10 }),
    shape('frame', { type: 'frame', name: 'Harbour', x: 0, y: 0 }),
    { ...shape('gone'), isDeleted: true },
    text('orphan', 'alone', { containerId: 'gone', y: 900 }),
  ]);
  expect(entries.map(({ id, text: words }) => [id, words])).toEqual([
    ['frame', 'Harbour'],
    ['left', 'Rope and wire'],
    ['right', 'Quay wall'],
    ['low', ''],
    ['orphan', 'alone'],
  ]);
  expect(count).toBe(5);
});

it('is bounded', () => {
  const many = Array.from({ length: maxEntries + 10 }, (_, at) => shape(`e${at}`));
  const { entries, count } = outlineOf(many);
  expect([entries.length, count]).toEqual([maxEntries, maxEntries + 10]);
});
