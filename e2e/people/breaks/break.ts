/** A deliberate break of the window's code: a plausible mistake, as a change of its source text. */

export interface Edit {
  /** Relative to the project's folder. */
  readonly file: string;
  /** Must be there exactly once: a break whose text is gone is no longer true, and fails loudly. */
  readonly find: string;
  readonly replace: string;
}

export interface Break {
  readonly name: string;
  /** Sentences of steps (`script.ts`) that can reveal it. */
  readonly shownBy: RegExp;
  readonly edits: readonly Edit[];
}

/** `source` with `edit` made. @throws RangeError unless the text to find is there exactly once. */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const at = source.indexOf(find);
  const isOnce = at >= 0 && source.indexOf(find, at + 1) < 0;
  if (!isOnce) throw new RangeError(`${file} does not hold exactly once:\n${find}`);
  return source.slice(0, at) + replace + source.slice(at + find.length);
}
