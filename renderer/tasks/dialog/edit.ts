/**
 * A task's title and notes while several people may edit them. Others' changes never replace a text that is typed here; an
 * untouched field follows them.
 */

import { maxNotesLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { isTitleTooLong, splitTitle } from '../entry/entry.ts';

export const fields = ['title', 'notes'] as const;
export type Field = (typeof fields)[number];
export type Fields = { readonly [field in Field]: string };

/** Plain data, as a draft is stored. A field is touched if it differs from `base`. */
export interface Edit {
  readonly mine: Fields;
  /** The task's fields when the first field was touched. */
  readonly base: Fields;
}

export function startEdit({ title, notes }: Fields): Edit {
  const task = { title, notes };
  return { mine: task, base: task };
}

function isTouched({ mine, base }: Edit, field: Field): boolean {
  return mine[field] !== base[field];
}

/** The content of the fields. @param theirs the current task. */
export function shownFields(edit: Edit, theirs: Fields): Fields {
  const show = (field: Field) => (isTouched(edit, field) ? edit.mine[field] : theirs[field]);
  return { title: show('title'), notes: show('notes') };
}

/** The person types. */
export function typed(edit: Edit, theirs: Fields, field: Field, text: string): Edit {
  const base = isTouched(edit, field) ? edit.base[field] : theirs[field];
  return { mine: { ...edit.mine, [field]: text }, base: { ...edit.base, [field]: base } };
}

/** The person accepts the board's value of a field. */
export function takeTheirs(edit: Edit, theirs: Fields, field: Field): Edit {
  return { mine: { ...edit.mine, [field]: theirs[field] }, base: { ...edit.base, [field]: theirs[field] } };
}

/** The touched fields that another person set to another value meanwhile. */
export function conflicts(edit: Edit, theirs: Fields): readonly Field[] {
  return fields.filter(
    (field) =>
      isTouched(edit, field) && theirs[field] !== edit.base[field] && theirs[field] !== edit.mine[field],
  );
}

/** Whether a typed text differs from the board's. */
export function isUnsaved(edit: Edit, theirs: Fields): boolean {
  return fields.some((field) => isTouched(edit, field) && edit.mine[field] !== theirs[field]);
}

export type ReadChange =
  | { readonly ok: true; readonly change: TypedChange }
  | { readonly ok: false; readonly problem: 'title-missing' | 'notes-too-long' };

/** The part of `TaskChange` that the dialog edits. */
interface TypedChange {
  readonly title?: string;
  readonly titleWas?: string;
  readonly notes?: string;
  readonly notesWere?: string;
}

/** The change to save: the differences from the current task. The end of a title over the bound moves before the notes. */
export function readChange(edit: Edit, theirs: Fields): ReadChange {
  const shown = shownFields(edit, theirs);
  if (isBlank(shown.title)) return { ok: false, problem: 'title-missing' };
  const { title, rest } = splitTitle(shown.title);
  const notes = [rest, shown.notes].filter((part) => part !== '').join('\n\n');
  if (notes.length > maxNotesLength) return { ok: false, problem: 'notes-too-long' };
  // What was typed is a change of the text from which the person began, whatever others did since: also in the last moment.
  const was = (field: Field) => (isTouched(edit, field) ? edit.base[field] : theirs[field]);
  return {
    ok: true,
    change: {
      ...(title === theirs.title ? {} : { title, titleWas: was('title') }),
      ...(notes === theirs.notes ? {} : { notes, notesWere: was('notes') }),
    },
  };
}

/** Whether saving moves the end of the title into the notes. */
export function movesTitle(edit: Edit, theirs: Fields): boolean {
  return isTitleTooLong(shownFields(edit, theirs).title);
}
