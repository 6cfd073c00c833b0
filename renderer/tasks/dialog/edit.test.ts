import { describe, expect, it } from 'vitest';
import { maxNotesLength } from '#shared/board/limits.ts';
import { mergedWords } from '#shared/board/values/merged-field.ts';
import {
  conflicts,
  isUnsaved,
  movesTitle,
  readChange,
  shownFields,
  startEdit,
  takeTheirs,
  typed,
} from './edit.ts';

const task = { title: 'Order rope', notes: 'long' };
const renamed = { ...task, title: 'Order two ropes' };

describe('editing a task', () => {
  it('saves the changed fields only', () => {
    const edit = typed(startEdit(task), task, 'notes', 'the long one');
    expect(readChange(edit, task)).toEqual({
      ok: true,
      change: { notes: 'the long one', notesWere: 'long' },
    });
    expect(readChange(startEdit(task), task)).toEqual({ ok: true, change: {} });
    expect(isUnsaved(startEdit(task), task)).toBe(false);
    expect(isUnsaved(edit, task)).toBe(true);
    expect(isUnsaved(typed(edit, task, 'notes', 'long'), task)).toBe(false);
  });

  it('follows others in an untouched field', () => {
    const edit = typed(startEdit(task), task, 'notes', 'mine');
    expect(shownFields(edit, renamed)).toEqual({ title: 'Order two ropes', notes: 'mine' });
    expect(conflicts(edit, renamed)).toEqual([]);
    expect(readChange(edit, renamed)).toEqual({ ok: true, change: { notes: 'mine', notesWere: 'long' } });
    // Later input is based on the shown text.
    expect(conflicts(typed(edit, renamed, 'title', 'Order three ropes'), renamed)).toEqual([]);
  });

  it('keeps the typed text of a field that others changed, and reports the conflict until it is resolved', () => {
    const edit = typed(startEdit(task), task, 'title', 'Order wire');
    expect(shownFields(edit, renamed).title).toBe('Order wire');
    expect(conflicts(edit, renamed)).toEqual(['title']);
    expect(readChange(edit, renamed)).toEqual({
      ok: true,
      change: { title: 'Order wire', titleWas: task.title },
    });
    const taken = takeTheirs(edit, renamed, 'title');
    expect(shownFields(taken, renamed).title).toBe('Order two ropes');
    expect(conflicts(taken, renamed)).toEqual([]);
    expect(isUnsaved(taken, renamed)).toBe(false);
  });

  it('saves a typed title with the title from which it was typed, so that another one of the last moment is not lost', () => {
    const edit = typed(startEdit(task), task, 'title', 'Order rope and wire');
    const read = readChange(edit, renamed);
    if (!read.ok) throw new Error(read.problem);
    const { title = '', titleWas } = read.change;
    expect(mergedWords(titleWas, title, renamed.title)).toBe('Order two ropes and wire');
  });

  it('saves typed notes with the notes from which they were typed, so that they merge', () => {
    const edit = typed(startEdit(task), task, 'notes', 'long and blue');
    const change = { notes: 'long and blue', notesWere: task.notes };
    expect(readChange(edit, task)).toEqual({ ok: true, change });
    expect(readChange(edit, { ...task, notes: 'short' })).toEqual({ ok: true, change });
  });

  it('has no conflict and no change if others typed the same', () => {
    const edit = typed(startEdit(task), task, 'title', renamed.title);
    expect(conflicts(edit, renamed)).toEqual([]);
    expect(isUnsaved(edit, renamed)).toBe(false);
    expect(readChange(edit, renamed)).toEqual({ ok: true, change: {} });
  });

  it('needs a title with a visible character', () => {
    for (const title of ['', '  ', '\u200b\u2060']) {
      expect(readChange(typed(startEdit(task), task, 'title', title), task)).toEqual({
        ok: false,
        problem: 'title-missing',
      });
    }
  });

  it('moves the end of a title over the bound before the notes, if it fits there', () => {
    const title = `${'x'.repeat(199)} and the rest`;
    const edit = typed(startEdit(task), task, 'title', title);
    expect(movesTitle(edit, task)).toBe(true);
    expect(readChange(edit, task)).toEqual({
      ok: true,
      change: {
        title: 'x'.repeat(199),
        titleWas: task.title,
        notes: 'and the rest\n\nlong',
        notesWere: 'long',
      },
    });
    const full = { ...task, notes: 'n'.repeat(maxNotesLength) };
    expect(readChange(edit, full)).toEqual({ ok: false, problem: 'notes-too-long' });
    expect(movesTitle(startEdit(task), task)).toBe(false);
  });
});
