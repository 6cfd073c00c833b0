/** A deliberate break of the window's code: a plausible mistake, as a change of its source text. */

import type { Edit } from '../../../simulation/mutants/mutant.ts';
import type { FailureKind } from '../failure.ts';

export interface Break {
  readonly name: string;
  /** Sentences of steps (`script.ts`) that can reveal it. */
  readonly shownBy: RegExp;
  /** Their files are relative to the project's folder. */
  readonly edits: readonly Edit[];
  /** The run that noticed it last. A change of what people do changes their plans, and needs other runs. */
  readonly noticed: Noticed;
}

export interface Noticed {
  readonly seed: number;
  /** Bursts that were done by then, the one that revealed it included. */
  readonly bursts: number;
  /** On two cores, from the first step on. */
  readonly seconds: number;
  readonly as: FailureKind;
}
