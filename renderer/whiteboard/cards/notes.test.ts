import { expect, it } from 'vitest';
import { inRows, isAnySelected, notesAmong, noteText, wholeElements } from './notes.ts';

const scene = [
  { id: 'box', type: 'rectangle' },
  { id: 'in-box', type: 'text', containerId: 'box', originalText: 'Order rope\n\n20 m, blue\n' },
  { id: 'arrow', type: 'arrow' },
  { id: 'at-arrow', type: 'text', containerId: 'arrow', originalText: 'leads to' },
  { id: 'alone', type: 'text', originalText: '\n  Paint \nthe hull' },
  { id: 'blank', type: 'text', originalText: ' \n ' },
  { id: 'empty-box', type: 'ellipse' },
];

it('a note is a text, or a shape with a text in it', () => {
  const all = wholeElements(scene, new Set(scene.map(({ id }) => id)));
  expect(all).toEqual(['box', 'arrow', 'alone', 'blank', 'empty-box']);
  expect(notesAmong(scene, all)).toEqual([
    { id: 'box', title: 'Order rope', notes: '20 m, blue' },
    { id: 'alone', title: 'Paint', notes: 'the hull' },
  ]);
});

it('a text selected in its shape stands for the shape', () => {
  expect(notesAmong(scene, wholeElements(scene, new Set(['in-box'])))).toMatchObject([{ id: 'box' }]);
  expect(notesAmong(scene, ['empty-box'])).toEqual([]);
});

it('a line over the bound of a title goes on in the notes', () => {
  const [note] = notesAmong([{ id: 'a', type: 'text', originalText: 'word '.repeat(60) }], ['a']);
  expect(note?.title.length).toBeLessThanOrEqual(200);
  expect(`${note?.title} ${note?.notes}`).toBe('word '.repeat(60).trim());
});

it('the text of a note becomes the card again, unless its notes were cut', () => {
  const text = noteText({ title: 'Order rope', notes: '20 m\nblue' });
  const [card] = notesAmong([{ id: 'a', type: 'text', originalText: text }], ['a']);
  expect(card).toEqual({ id: 'a', title: 'Order rope', notes: '20 m\nblue' });
  expect(noteText({ title: 'A', notes: '😀'.repeat(300) })).toBe(`A\n\n${'😀'.repeat(280)}…`);
});

it('rows of notes do not overlap', () => {
  expect(inRows([100, 300, 100, 100, 100, 50])).toEqual([
    { x: 0, y: 0 },
    { x: 280, y: 0 },
    { x: 560, y: 0 },
    { x: 840, y: 0 },
    { x: 1120, y: 0 },
    { x: 0, y: 340 },
  ]);
});

it('looks at no element without a selection, and at none after the first selected one', () => {
  let read = 0;
  const elements = ['a', 'b', 'c'].map((id) => ({
    get id() {
      read += 1;
      return id;
    },
  }));
  expect(isAnySelected(elements, {})).toBe(false);
  expect(read).toBe(0);
  expect(isAnySelected(elements, { b: true })).toBe(true);
  expect(read).toBe(2);
  expect(isAnySelected(elements, { gone: true })).toBe(false);
});
