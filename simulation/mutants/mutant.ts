/** A deliberate break of the engine, or of the loop around it: a plausible mistake, as a change of its source text. */

export interface Edit {
  /** Relative to the root of the list of edits: `shared/` for a mutant. */
  readonly file: string;
  /** Must occur exactly once, so that an outdated mutant fails loudly. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** A mutant of one edit. */
export function oneEdit(name: string, file: string, find: string, replace: string): Mutant {
  return { name, edits: [{ file, find, replace }] };
}

/** Applies `edit` to `source`. @throws RangeError unless the text to find occurs exactly once. */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const at = source.indexOf(find);
  const isOnce = at >= 0 && source.indexOf(find, at + 1) < 0;
  if (!isOnce) throw new RangeError(`${file} does not contain exactly once:\n${find}`);
  return source.slice(0, at) + replace + source.slice(at + find.length);
}
