/** The text of a checklist's item while a person types in it and others may change it. */

import { isBlank } from '#shared/board/values/blank.ts';

export interface ItemEdit {
  /** The item's text when the person began. */
  readonly was: string;
  readonly text: string;
  /** The change has been submitted, and the board does not show it yet. */
  readonly isSent?: true;
}

/** The content of the field. @param theirs the item's text on the board. */
export function shownText(edit: ItemEdit | undefined, theirs: string): string {
  return edit === undefined || (edit.isSent === true && edit.was !== theirs) ? theirs : edit.text;
}

/** The person types. */
export function typed(edit: ItemEdit | undefined, theirs: string, text: string): ItemEdit {
  return { was: edit === undefined || edit.isSent === true ? theirs : edit.was, text };
}

/** @returns undefined if there is nothing to submit. */
export function changeOf(
  edit: ItemEdit | undefined,
): { readonly text: string; readonly textWas: string } | undefined {
  if (edit === undefined || edit.isSent === true || isBlank(edit.text)) return undefined;
  const text = edit.text.trim();
  return text === edit.was ? undefined : { text, textWas: edit.was };
}

/** The edit after its change has been submitted. */
export function sent(edit: ItemEdit | undefined): ItemEdit | undefined {
  const change = changeOf(edit);
  return change === undefined ? undefined : { was: change.textWas, text: change.text, isSent: true };
}
