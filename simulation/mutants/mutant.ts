/** A deliberate break of the engine, or of the loop around it: a plausible mistake, as a change of its source text. */

export interface Edit {
  /** Relative to the folder that the list of edits is for: `shared/` for a mutant. */
  readonly file: string;
  /** Must be there exactly once: a mutant whose text is gone is no longer true, and fails loudly. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** `source` with `edit` made. @throws RangeError unless the text to find is there exactly once. */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const at = source.indexOf(find);
  const isOnce = at >= 0 && source.indexOf(find, at + 1) < 0;
  if (!isOnce) throw new RangeError(`${file} does not hold exactly once:\n${find}`);
  return source.slice(0, at) + replace + source.slice(at + find.length);
}
