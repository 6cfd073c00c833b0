/** A deliberate break of the window's code: a plausible mistake, as a change of its source text. */

import type { Edit } from '../../../simulation/mutants/mutant.ts';

export interface Break {
  readonly name: string;
  /** Sentences of steps (`script.ts`) that can reveal it. */
  readonly shownBy: RegExp;
  /** Their files are relative to the project's folder. */
  readonly edits: readonly Edit[];
}
